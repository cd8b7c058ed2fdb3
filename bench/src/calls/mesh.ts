import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { answer, readyForCalls, received, ringing } from '../../../e2e/src/harness/call-steps.ts'
import { createGroup } from '../../../e2e/src/harness/group-steps.ts'
import { type Look, Person } from '../../../e2e/src/harness/person.ts'
import type { Server } from '../../../e2e/src/harness/server.ts'
import { cpuOfTree } from '../processes.ts'

const names = ['Vera', 'Gleb', 'Darya', 'Egor']
const seconds = 10

export interface MeshFigures {
  /** Pictures a second of every stream that a page receives, the slowest first. */
  readonly rates: number[]
  readonly size: string
  /** Share of one core for each page, with what the browser does for it. */
  readonly core: number
}

/** Four people with cameras, each connected with each. */
export async function measureMesh(browser: Browser, browserPid: number, server: Server): Promise<MeshFigures> {
  const look: Look = { width: 'desktop', language: 'en', scheme: 'light' }
  const people: Person[] = []
  for (const name of names) {
    const person = await Person.arrive(browser, server, name, `${name.toLowerCase()}@mesh.example`, look)
    await person.signUp()
    people.push(person)
  }
  const [first, ...others] = people
  if (first === undefined) throw new Error('nobody')
  await createGroup(first, 'Mesh', ['gleb', 'darya', 'egor'], () => Promise.resolve())
  for (const person of people) await readyForCalls(person)
  await first.button('calls.group').click()
  await first.page.getByRole('button', { name: first.say('calls.preview.start'), exact: true }).click()
  for (const person of others) {
    await ringing(person).waitFor()
    await answer(person)
  }
  for (const { page } of people) while ((await received(page)).length < names.length - 1) await pause(200)
  await pause(5000)
  const frames = () => Promise.all(people.map(async ({ page }) => (await received(page)).map((one) => one.frames)))
  const used = () => cpuOfTree(browserPid)
  const [before, cpuBefore] = [(await frames()).flat(), await used()]
  await pause(seconds * 1000)
  const [after, cpuAfter] = [(await frames()).flat(), await used()]
  const rates = after.map((count, n) => (count - (before[n] ?? 0)) / seconds).sort((a, b) => a - b)
  const figures = { rates, size: await sizeOf(first.page), core: (cpuAfter - cpuBefore) / seconds / names.length }
  for (const person of people) await person.leave()
  return figures
}

function sizeOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const [standing] = connections.filter(({ connectionState }) => connectionState === 'connected')
    const all = [...((await standing?.getStats())?.values() ?? [])] as Record<string, unknown>[]
    const picture = all.find(({ type, kind, frameWidth }) => type === 'inbound-rtp' && kind === 'video' && frameWidth)
    return `${String(picture?.frameWidth)}×${String(picture?.frameHeight)}`
  })
}
