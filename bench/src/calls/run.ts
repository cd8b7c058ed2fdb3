import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { callFlags, hideAddress, writeTone } from '../../../e2e/src/harness/call-steps.ts'
import type { Look } from '../../../e2e/src/harness/person.ts'
import { Server } from '../../../e2e/src/harness/server.ts'
import { Turn } from '../../../e2e/src/harness/turn.ts'
import { meet } from '../../../e2e/src/harness/two-people.ts'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { cpuOfTree } from '../processes.ts'
import { writeResult } from '../results.ts'
import { figure, table } from '../table.ts'
import { measureBare } from './floor.ts'
import { measureMesh } from './mesh.ts'
import { measureCalls } from './pair.ts'

const rounds = 20
const warmUp = 6
const idleMs = 10_000
const look: Look = { width: 'desktop', language: 'en', scheme: 'light' }

const spread = (times: number[]) => `${figure(Math.round(median(times)))}, ${figure(Math.round(Math.max(...times)))}`

/** `used` less what is used when nothing happens, which is measured first. */
async function withoutIdle(used: () => Promise<number>): Promise<() => Promise<number>> {
  const first = await used()
  await pause(idleMs)
  const rate = ((await used()) - first) / idleMs
  const began = performance.now()
  return async () => (await used()) - rate * (performance.now() - began)
}

/** How long a call takes to come about, what it costs, and what four people with cameras cost. */
export async function runCalls(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const tone = join(tmpdir(), `soroka-bench-tone-${process.pid}.wav`)
  await writeTone(tone)
  const launched = await chromium.launchServer({
    executablePath: needProgram(programs.chromium),
    args: ['--no-sandbox', '--disable-gpu', ...callFlags(tone)],
  })
  const browserPid = launched.process().pid ?? 0
  const browser = await chromium.connect(launched.wsEndpoint())
  const turn = await Turn.start()
  const server = await Server.start({ TURN_URLS: turn.urls('udp'), TURN_SECRET: turn.secret })
  try {
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) bare.push(await measureBare(browser, server.url))
    const [anna, boris] = await meet(browser, server, look, 'hello')
    // A server that has just started runs code that no compiler has seen.
    await measureCalls([boris, anna], warmUp)
    const direct = await measureCalls([boris, anna], rounds, await withoutIdle(() => cpuOfTree(server.pid)))
    for (const person of [anna, boris]) await hideAddress(person)
    const relayed = await measureCalls([boris, anna], rounds)
    for (const person of [anna, boris]) await person.leave()
    const mesh = await measureMesh(browser, browserPid, server)
    const rows = [
      ['two bare connections in one page, offer to first frame, ms (median, worst of 20): the floor', spread(bare), ''],
      ['answer to first remote frame, direct, ms (median, worst of 20)', spread(direct.times), '≤ 500'],
      ['the same through coturn by UDP, ms', spread(relayed.times), '≤ 900'],
      [
        'the server with its database for one call, from the ring to its picture, CPU-ms',
        figure(direct.setUp * 1000),
        '≤ 5',
      ],
      ['… to its end and in the history, CPU-ms', figure(direct.whole * 1000), ''],
      ['four people in mesh: pictures a second of the slowest stream', figure(mesh.rates[0] ?? Number.NaN), '≥ 12'],
      ['… of the median stream', figure(median(mesh.rates)), ''],
      ['… size of a picture', mesh.size, '320×180'],
      ['… of one core for each page, with its share of the browser, %', figure(mesh.core * 100), '≤ 25'],
    ]
    const about =
      'The product as `npm start` runs it, coturn from Debian and Chromium with made-up cameras, all on this machine.'
    const text = `${['# Calls', machine, about, table(['', 'measured', 'wanted'], rows)].join('\n\n')}\n`
    console.log(text)
    await writeResult('calls.md', text)
  } finally {
    await browser.close()
    await launched.close()
    await server.remove()
    await turn.remove()
    await rm(tone, { force: true })
  }
}
