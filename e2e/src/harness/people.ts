import type { Browser } from 'playwright-core'
import { type Look, Person } from './person.ts'
import type { Server } from './server.ts'

/** Each of these people, by their names, signs up in a browser of his own. */
export async function signUpAll(browser: Browser, server: Server, looks: Record<string, Look>): Promise<Person[]> {
  const people: Person[] = []
  for (const [name, look] of Object.entries(looks)) {
    const one = await Person.arrive(browser, server, name, `${name.toLowerCase()}@example.org`, look)
    await one.signUp()
    people.push(one)
  }
  return people
}
