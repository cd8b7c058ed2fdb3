import { machineLine, measureMachine } from '../machine.ts'
import { plotSvg } from '../plot.ts'
import { writeResult } from '../results.ts'
import { figure, table } from '../table.ts'
import { Bench } from './bench.ts'
import { Group } from './fan-out.ts'
import { growChats, growHistory, growMembers } from './growth.ts'
import type { GrowthRow } from './growth.ts'
import { measureIdle } from './idle.ts'
import { measureAlone, measureInFlight, measureSockets } from './persist-path.ts'

/** QUICK=1 leaves the largest sizes out. */
const quick = process.env['QUICK'] === '1'
const sections: string[] = []

function section(title: string, ...paragraphs: string[]): void {
  const text = [`## ${title}`, ...paragraphs].join('\n\n')
  sections.push(text)
  console.log(`${text}\n`)
}

const verdict = (value: number, target: number, atMost = true): string =>
  (atMost ? value <= target : value >= target) ? 'held' : '**missed**'

/** Every figure of the server, each on a fresh database. */
export async function runServer(): Promise<void> {
  const machine = machineLine(await measureMachine())
  console.log(`${machine}\n`)
  await withBench(persistPath)
  await withBench(fanOut)
  await withBench(idle)
  await withBench(growth)
  const head =
    '# Figures of the server\n\nWritten by `npm run bench`. CPU-s are seconds of user and system time of the named processes, ' +
    'so that a busy machine changes them little; times of the clock and rates do suffer from other load.'
  await writeResult('server.md', `${[head, machine, ...sections].join('\n\n')}\n`)
}

async function withBench(run: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = await Bench.start()
  try {
    await run(bench)
  } finally {
    await bench.stop()
  }
}

async function persistPath(bench: Bench): Promise<void> {
  const alone: { message: number; insert: number }[] = []
  for (let round = 0; round < 8; round++) alone.push(await measureAlone(bench, 300))
  const [quiet] = alone.toSorted((a, b) => a.message / a.insert - b.message / b.insert)
  const { message = Number.NaN, insert = Number.NaN } = quiet ?? {}
  const rows: (string | number)[][] = []
  for (const inFlight of [1, 16, 64, 256, 1024]) {
    const cost = await measureInFlight(bench, inFlight, inFlight === 1 ? 1500 : 40_000)
    const held = inFlight === 256 ? verdict(cost.perSecond, 15_000, false) : ''
    rows.push([inFlight, cost.perSecond, cost.batch, cost.microseconds, held])
  }
  const sockets = await measureSockets(bench, 200, quick ? 100 : 250)
  section(
    'Persist path',
    'At the persist service, on the embedded Postgres (fsync on), 500-byte envelopes, 200 direct chats. Target: 15,000 a second with 256 in flight.',
    table(
      ['in flight', 'stored and acknowledged / s', 'messages a commit', 'CPU of the service, µs a message', 'target'],
      rows,
    ),
    `One at a time: ${figure(message)} ms; one INSERT of the same bytes at a time, in turns with it: ${figure(insert)} ms. ` +
      `Ratio ${figure(message / insert)}, target 1.5: ${verdict(message / insert, 1.5)}. (The quietest of eight rounds of 300: both are mostly processor time here, which other load takes from them.)`,
    `Through sockets (200 direct chats, 400 in flight, each message also delivered to its peer): ${figure(sockets.perSecond)} a second; ` +
      `a million messages cost ${figure(sockets.server)} CPU-s of the server process and ${figure(sockets.database)} CPU-s of Postgres. ` +
      `Median answer ${figure(sockets.ackMs)} ms, load generator on the same cores.`,
  )
}

async function fanOut(bench: Bench): Promise<void> {
  const group = await Group.gather(bench, 500)
  const publish = await group.publish(2048)
  const saturated = await group.send(2048, 32)
  const busy = await group.send(1024, 4)
  const alone = await group.sendAlone(200)
  await group.part()
  section(
    'Fan-out to 500 members',
    'CPU-s for a million deliveries; each of the 500 has a socket of its own. Target: 2.5 when saturated.',
    table(
      ['load', 'server process', 'with Postgres', 'deliveries / s', 'median answer, ms', 'target'],
      [
        ['fan-out alone, saturated', publish.server, '–', publish.perSecond, '–', verdict(publish.server, 2.5)],
        [
          'storage included, 256 messages in flight',
          saturated.server,
          saturated.withDatabase,
          saturated.perSecond,
          saturated.ackMs,
          verdict(saturated.withDatabase, 2.5),
        ],
        ['storage included, 32 in flight', busy.server, busy.withDatabase, busy.perSecond, busy.ackMs, ''],
        [
          'storage included, 1 in flight (nothing to coalesce)',
          alone.server,
          alone.withDatabase,
          alone.perSecond,
          alone.ackMs,
          '',
        ],
      ],
    ),
  )
}

async function idle(bench: Bench): Promise<void> {
  const cost = await measureIdle(bench, 2000, quick ? 5000 : 8000)
  const worst = Math.max(cost.rss, cost.used) / 1024
  section(
    'Memory of an idle connection',
    'Authenticated, subscribed to its person, its session and one chat. Target: 12 KiB.',
    table(
      ['measure', 'KiB a connection', 'target'],
      [
        ['growth of the process (RSS)', cost.rss / 1024, ''],
        ['growth of what JavaScript and its buffers hold', cost.used / 1024, ''],
        ['the larger of both', worst, verdict(worst, 12)],
      ],
    ),
  )
}

async function growth(bench: Bench): Promise<void> {
  const members = await growMembers(bench, quick ? [10, 100, 1000] : [10, 30, 100, 300, 1000, 3000, 5000])
  section(
    'Growth: members of one group',
    'The product allows 1,000. 32 messages in flight; the last column has one.',
    table(
      ['members', 'CPU-s of the server for 1M deliveries', 'with Postgres', 'one message: ms to its answer'],
      members,
    ),
    '![members](members.svg)',
  )
  await writeResult(
    'members.svg',
    plotOf('Cost of a delivery by members', 'members', 'CPU-s for 1M deliveries', members, ['server', 'with Postgres']),
  )
  const chats = await growChats(bench, quick ? [10, 100, 1000] : [10, 30, 100, 300, 1000, 3000])
  section(
    'Growth: chats of one person',
    'Milliseconds. The whole vector comes in pages of 100.',
    table(['chats', 'connect until ready', 'whole vector', 'vector when nothing changed'], chats),
    '![chats](chats.svg)',
  )
  await writeResult(
    'chats.svg',
    plotOf('Sync by chats of one person', 'chats', 'ms', chats, ['connect', 'whole vector', 'nothing changed']),
  )
  const history = await growHistory(bench, quick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000])
  section(
    'Growth: history of one chat',
    'Milliseconds.',
    table(['rows', 'last page of 200', 'a page in the middle', 'store one more'], history),
    '![history](history.svg)',
  )
  await writeResult(
    'history.svg',
    plotOf('Pages by history', 'rows', 'ms', history, ['last page', 'middle page', 'store one']),
  )
}

function plotOf(title: string, x: string, y: string, rows: readonly GrowthRow[], names: readonly string[]): string {
  const curves = names.map((name, i) => ({
    name,
    points: rows.map((row) => [row[0] ?? 0, row[i + 1] ?? 0] as const),
  }))
  return plotSvg({ title, x, y, curves })
}
