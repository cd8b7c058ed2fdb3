import { readFileSync } from 'node:fs'
import { median } from '../median.ts'
import { figure, table } from '../table.ts'
import type { Measured } from './driver.ts'

/** What was measured of one server, and on which machine. */
export interface Known {
  readonly machine: string
  readonly measured: readonly Measured[]
}

interface Figure {
  readonly key: string
  readonly title: string
  readonly work: string
  readonly size?: number
  /** The field of the driver's line. */
  readonly field: string
  readonly wanted: number
  readonly atMost?: true
}

/** What is compared, and what was wanted of us before any of it was built. */
const figures: readonly Figure[] = [
  {
    key: 'group 500',
    title: 'deliveries in a group of 500',
    work: 'group',
    size: 500,
    field: 'perCpuSecond',
    wanted: 235_000,
  },
  {
    key: 'group 100',
    title: 'deliveries in a group of 100',
    work: 'group',
    size: 100,
    field: 'perCpuSecond',
    wanted: 190_000,
  },
  { key: 'pairs 200', title: 'messages in 200 pairs', work: 'pairs', size: 200, field: 'perCpuSecond', wanted: 3200 },
  { key: 'history', title: 'pages of 50', work: 'history', field: 'perCpuSecond', wanted: 2200 },
  {
    key: 'idle 2000',
    title: 'KiB an idle connection, 2,000',
    work: 'idle',
    size: 2000,
    field: 'kibPerConnection',
    wanted: 12,
    atMost: true,
  },
  {
    key: 'idle 10000',
    title: 'KiB an idle connection, 10,000',
    work: 'idle',
    size: 10_000,
    field: 'kibPerConnection',
    wanted: 12,
    atMost: true,
  },
  {
    key: 'sign-in',
    title: 'seconds from the start of the process to the first sign-in',
    work: 'sign-in',
    field: 'seconds',
    wanted: 0.6,
    atMost: true,
  },
]

interface Stored {
  readonly about: string
  readonly peers: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const stored = JSON.parse(readFileSync(new URL('../../peers/stored.json', import.meta.url), 'utf8')) as Stored

/** The page of all servers that were measured by now, ours first. */
export function reportPeers(known: Readonly<Record<string, Known>>): string {
  const names = Object.keys(known).toSorted((a, b) => Number(b.startsWith('soroka')) - Number(a.startsWith('soroka')))
  // Some were measured at another time: each stands beside the machine as it was then.
  const machines = [...Map.groupBy(names, (name) => known[name]?.machine ?? '')].map(
    ([machine, those]) => `**${those.join(', ')}.** ${machine}`,
  )
  const rows = figures.map((one) => [
    one.title,
    ...names.map((name) => cell(valuesOf(known[name], one))),
    verdict(one, valuesOf(known[names[0] ?? ''], one)),
  ])
  const old = Object.entries(stored.peers)
  return `${[
    '# Other servers and ours, at the same work',
    'Written by `npm run bench -- peers`; [bench/peers](../peers/README.md) says what is done and how it is counted. The first four are for each CPU-second of server, database and Redis together: the median of the rounds, the least and the most behind it.',
    ...machines,
    table(['', ...names, 'wanted of us'], rows),
    '## What the works cost besides',
    ...names.map((name) => details(name, known[name]?.measured ?? [])),
    '## Stored figures of others',
    stored.about,
    table(
      ['', ...old.map(([name]) => name)],
      figures.map((one) => [one.title, ...old.map(([, of]) => of[one.key] ?? '–')]),
    ),
  ].join('\n\n')}\n`
}

function valuesOf(known: Known | undefined, { work, size, field }: Figure): number[] {
  const lines = known?.measured.filter((line) => line.work === work && (size === undefined || line.size === size)) ?? []
  return lines.map((line) => Number(line[field]))
}

function cell(values: readonly number[]): string {
  if (values.length === 0) return '–'
  if (values.length === 1) return figure(values[0] ?? Number.NaN)
  return `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`
}

function verdict({ wanted, atMost }: Figure, values: readonly number[]): string {
  const value = median(values)
  const held = atMost === true ? value <= wanted : value >= wanted
  return `${atMost === true ? '≤' : '≥'} ${figure(wanted)}: ${held ? 'held' : '**missed**'}`
}

/** One line for each kind of work, of its medians. */
function details(name: string, measured: readonly Measured[]): string {
  const works = [
    ...new Set(
      measured.filter(({ work }) => work !== 'sign-in' && work !== 'idle').map(({ work, size }) => `${work} ${size}`),
    ),
  ]
  const rows = works.map((label) => {
    const lines = measured.filter(({ work, size }) => `${work} ${size}` === label)
    const of = (field: string): number | string =>
      lines.some((line) => line[field] !== undefined) ? median(lines.map((line) => Number(line[field]))) : '–'
    return [label, ...fields.map(of)]
  })
  return [`### ${name}`, table(['work', ...titles], rows)].join('\n\n')
}

const fields = ['perSecond', 'p50', 'p99', 'cpu.server', 'cpu.database', 'cpu.redis', 'cpu.driver', 'lost', 'refused']
const titles = [
  'a second',
  'ms, median',
  'ms, 99 of 100',
  'CPU-s: server',
  'database',
  'Redis',
  'driver',
  'lost',
  'refused',
]
