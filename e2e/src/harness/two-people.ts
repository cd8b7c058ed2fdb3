import type { Browser } from 'playwright-core'
import { type Look, Person } from './person.ts'
import type { Server } from './server.ts'

/** Anna and Boris have accounts, he wrote to her, and she accepted: what most stories begin with. */
export async function meet(
  browser: Browser,
  server: Server,
  look: Look,
  hello: string,
  lookOfBoris = look,
): Promise<[Person, Person]> {
  const anna = await Person.arrive(browser, server, 'Anna', 'anna@example.org', look)
  const boris = await Person.arrive(browser, server, 'Boris', 'boris@example.org', lookOfBoris)
  await anna.signUp()
  await boris.signUp()
  await boris.find('anna', 'Anna')
  await boris.write(hello)
  await anna.accept('Boris')
  return [anna, boris]
}
