// `npm run bench -- crowd`: ten thousand connections of one server, which everybody hears, and which is killed.
import { figure, table } from '../table.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { writeResult } from '../results.ts'
import type { Measured } from './driver.ts'
import { Measuring } from './measure.ts'
import { soroka } from './soroka.ts'

const connections = 10_000
/** With forty connections each, of 64 that a person may have. */
const people = 250
/** Seconds until 99 of 100 are back. */
const wanted = 30

const plan = { groups: [{ size: people, each: 4 }], pairs: { count: 0, each: 0 } }

export async function runCrowd(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const lines: Measured[] = []
  const flood = { name: 'flood', size: connections } as const
  const works = [
    [{ name: 'idle', size: connections } as const],
    [flood, { name: 'return', size: connections } as const, flood],
  ]
  await Measuring.run(soroka(true, plan), { people, rounds: 1, seconds: 1, works }, (line) => {
    console.log(JSON.stringify(line))
    lines.push(line)
  })
  const text = report(machine, lines)
  console.log(text)
  await writeResult('crowd.md', text)
}

function report(machine: string, lines: readonly Measured[]): string {
  const of = (work: string, nth = 0): ((field: string) => number) => {
    const line = lines.filter((one) => one.work === work)[nth]
    return (field) => Number(line?.[field])
  }
  const [idle, before, back, after] = [of('idle'), of('flood'), of('return'), of('flood', 1)]
  const all = before('lost') === 0 && after('lost') === 0 && back('missing') === 0
  const rows = [
    ['connected for the first time, 16 at a time, s', idle('connectSeconds')],
    ['CPU of server, database and Redis for each of them, ms', idle('cpuMsPerSignIn')],
    ['memory of the server for each, KiB', idle('kibPerConnection')],
    ['CPU while nobody does anything, % of a core', idle('idleCpuPercent')],
    [`${before('messages')} messages to everybody: deliveries`, before('count')],
    ['the same: deliveries a second', before('perSecond')],
    ['lost, before and after the kill', before('lost') + after('lost')],
    ['after kill -9, until half of them hear messages again, s', back('readyP50')],
    ['99 of 100', back('readyP99')],
    ['and have read what their chats came to, 99 of 100, s', back('wholeP99')],
    ['the last one, s', back('seconds')],
    ['tries for each', back('tries') / connections],
    ['never came back', back('missing')],
  ] as const
  return `${[
    `# ${figure(connections)} connections`,
    'Written by `npm run bench -- crowd`. One node with PostgreSQL and Redis, the driver on the same cores. Each connection has a ticket of its own from the session of one of ' +
      `${people} people, who are all in one group, and comes back as the SDK does: after a random time up to 0.2 s, doubled with each failure up to 15 s. The server is killed and started again at once; its start is in the figures.`,
    machine,
    table(
      ['', ''],
      rows.map(([title, value]) => [title, value]),
    ),
    `Target: everybody gets everything, ${all ? 'held' : '**missed**'}; 99 of 100 are back within ${wanted} s, ${back('wholeP99') <= wanted ? 'held' : '**missed**'}.`,
  ].join('\n\n')}\n`
}
