import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, type BrowserServer, chromium, type Page } from 'playwright-core'
import type { CallId, DeviceId, UserId } from '@soroka/protocol'
import { LiveKit } from '../../../apps/server/src/features/calls/livekit.ts'
import {
  answer,
  callFlags,
  keepConnections,
  press,
  readyForCalls,
  ringing,
  writeTone,
} from '../../../e2e/src/harness/call-steps.ts'
import { Crowd } from '../../../e2e/src/harness/crowd/crowd.ts'
import { openSite } from '../../../e2e/src/harness/crowd/site.ts'
import { createGroup } from '../../../e2e/src/harness/group-steps.ts'
import { LiveKitServer } from '../../../e2e/src/harness/livekit.ts'
import { type Look, Person } from '../../../e2e/src/harness/person.ts'
import { askEngine, keepWorker } from '../../../e2e/src/harness/page-engine.ts'
import { Server } from '../../../e2e/src/harness/server.ts'
import { pictures } from '../../../e2e/src/harness/sfu-steps.ts'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { readProcesses, treeOf } from '../processes.ts'
import { writeResult } from '../results.ts'
import { table } from '../table.ts'

const seconds = 10
/** Until what was changed has come to rest (ms). */
const settling = 5000
const people = ['Vera', 'Gleb', 'Darya'] as const
const look: Look = { width: 'desktop', language: 'en', scheme: 'light' }
const sizes = [4, 8, 16, 50]

/** What a browser used in a while, by kind of process, and what its pages received meanwhile. */
interface Use {
  renderer: number
  others: number
  pictures: number
  frames: number
}

/** The price of receiving a call through LiveKit, beside a page that has nothing but its client. */
export async function runSfu(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const tone = join(tmpdir(), `soroka-bench-tone-${process.pid}.wav`)
  await writeTone(tone)
  const launch = (): Promise<BrowserServer> =>
    chromium.launchServer({
      executablePath: needProgram(programs.chromium),
      args: ['--no-sandbox', '--disable-gpu', ...callFlags(tone)],
    })
  const rows: (string | number)[][] = []
  const livekit = await LiveKitServer.start()
  const server = await Server.start({ ...livekit.settings })
  const [measured, sending] = [await launch(), await launch()]
  try {
    const [pages, senders] = [
      await chromium.connect(measured.wsEndpoint()),
      await chromium.connect(sending.wsEndpoint()),
    ]
    const pid = measured.process().pid ?? 0
    const add = (what: string, count: number, use: Use) => {
      rows.push([
        `${count}: ${what}`,
        use.pictures / people.length,
        use.frames / use.pictures / seconds,
        (use.renderer / seconds / people.length) * 100,
        (use.others / seconds / people.length) * 100,
        ((use.renderer + use.others) / seconds / use.pictures) * 100,
      ])
      console.log(rows.at(-1)?.join(' | '))
    }
    await measureProduct({ pages, senders, server, pid, add })
    for (const count of sizes)
      for (const sealed of [false, true]) {
        const use = await measureBare({ pages, senders, livekit, pid, count, sealed })
        add(sealed ? 'livekit-client with its own sealing' : 'livekit-client bare', count, use)
      }
    const head = [
      'people: what',
      'pictures a page',
      'frames a second',
      'renderer, % of a core a page',
      'GPU and utility processes, %',
      'all, % of a core for each picture',
    ]
    const about =
      'Three pages receive; the others send 320×180 at 12 frames a second with a voice each, from a browser that is not counted. The pages of the product send as well: a camera and a microphone each.'
    const text = `${['# Calls through LiveKit', machine, about, table(head, rows)].join('\n\n')}\n`
    console.log(text)
    await writeResult('calls-sfu.md', text)
  } finally {
    await measured.close()
    await sending.close()
    await server.remove()
    await livekit.remove()
    await rm(tone, { force: true })
  }
}

interface Product {
  pages: Browser
  senders: Browser
  server: Server
  pid: number
  add(what: string, count: number, use: Use): void
}

/** One call that grows; each size with all on the screen, and behind the bar. */
async function measureProduct({ pages, senders, server, pid, add }: Product): Promise<void> {
  const names = Array.from({ length: Math.max(...sizes) - people.length }, (_, n) => `Crowd${n}`)
  const synthetic = new Set<UserId>()
  const crowd = await Crowd.gather({ browser: senders, server, names, knows: (user) => !synthetic.has(user) })
  for (const { user } of crowd.members) synthetic.add(user)
  const persons: Person[] = []
  for (const name of people) {
    const person = await Person.arrive(pages, server, name, `${name.toLowerCase()}@sfu.example`, look)
    await person.signUp()
    persons.push(person)
  }
  const [first, ...others] = persons
  if (!first) throw new Error('nobody')
  await createGroup(first, 'Sfu', ['gleb', 'darya'], () => Promise.resolve())
  await first.page.addInitScript(keepWorker)
  for (const person of persons) await readyForCalls(person)
  await first.field('messages.field').waitFor()
  const chat = new URL(first.page.url()).pathname.split('/').at(-1)
  await askEngine(first.page, ['groups', 'add'], [chat, [...synthetic]])
  await first.button('calls.group').click()
  await first.page
    .getByRole('dialog')
    .getByRole('button', { name: first.say('calls.preview.start') })
    .click()
  for (const person of others) {
    await ringing(person).waitFor()
    await answer(person)
  }
  let seat = 0
  for (const count of sizes) {
    for (; seat < count - people.length; seat++) await crowd.join([seat])
    await pause(settling)
    const all = persons.map(({ page }) => page)
    add('Soroka, all on the screen', count, await use(all, pid))
    for (const person of persons) await person.button('calls.button.minimise').click()
    await pause(settling)
    add('Soroka, behind the bar', count, await use(all, pid))
    for (const person of persons) await person.page.getByTitle(person.say('calls.bar.back')).click()
  }
  for (const person of persons) {
    await press(person, 'leave')
    await person.leave()
  }
  await crowd.remove()
}

interface Bare {
  pages: Browser
  senders: Browser
  livekit: LiveKitServer
  pid: number
  count: number
  sealed: boolean
}

/** The same pictures and voices, received by pages that have nothing but the library. */
async function measureBare({ pages, senders, livekit, pid, count, sealed }: Bare): Promise<Use> {
  const site = await openSite(join(import.meta.dirname, 'bare'))
  const door = new LiveKit(livekit, { now: Date.now, onError: console.error })
  const room = `bare-${count}-${sealed}` as CallId
  const tokenOf = (name: string) =>
    door.join(room, { user: name as UserId, device: 'bench' as DeviceId, connEpoch: 1 }).token
  const sender = await senders.newPage()
  await sender.goto(site.url)
  const watchers: Page[] = []
  for (const name of people) {
    const page = await pages.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(keepConnections)
    await page.goto(site.url)
    await ask(page, 'watch', watchers.length, livekit.url, tokenOf(name), sealed)
    watchers.push(page)
  }
  for (let seat = 0; seat < count - people.length; seat++)
    await ask(sender, 'publish', seat, livekit.url, tokenOf(`sender${seat}`), sealed)
  await pause(settling)
  const measured = await use(watchers, pid)
  for (const page of [...watchers, sender]) await page.close()
  await site.close()
  return measured
}

function ask(page: Page, verb: string, ...args: unknown[]): Promise<unknown> {
  return page.evaluate(
    ({ verb, args }) => {
      const { bare } = window as unknown as { bare: Record<string, (...args: unknown[]) => unknown> }
      return bare[verb]?.(...args)
    },
    { verb, args },
  )
}

/** What the browser needs while these pages receive for a while. */
async function use(pages: readonly Page[], pid: number): Promise<Use> {
  const [cpuBefore, shownBefore] = [await cpuOf(pid), await framesOf(pages)]
  await pause(seconds * 1000)
  const [cpu, shown] = [await cpuOf(pid), await framesOf(pages)]
  const grown = [...shown].map(([id, frames]) => frames - (shownBefore.get(id) ?? 0)).filter((frames) => frames > 0)
  return {
    renderer: cpu.renderer - cpuBefore.renderer,
    others: cpu.others - cpuBefore.others,
    pictures: grown.length,
    frames: grown.reduce((sum, frames) => sum + frames, 0),
  }
}

async function cpuOf(pid: number): Promise<{ renderer: number; others: number }> {
  const sum = { renderer: 0, others: 0 }
  for (const { command, cpu } of treeOf(await readProcesses(), pid))
    sum[command.includes('--type=renderer') ? 'renderer' : 'others'] += cpu
  return sum
}

/** By page and stream. */
async function framesOf(pages: readonly Page[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const [at, page] of pages.entries())
    for (const { id, frames } of await pictures(page)) found.set(`${at} ${id}`, frames)
  return found
}
