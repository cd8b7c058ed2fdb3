import { TestRedis } from '../../../apps/server/src/testing/test-redis.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { Bench } from '../server/bench.ts'
import { figure, table } from '../table.ts'
import { SpreadGroup } from './two-nodes.ts'
import type { NodesCost } from './two-nodes.ts'

const members = 500
const messages = 4096
const rounds = 7

/** What it costs that the members of a group sit on two nodes. */
export async function runNodes(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const [bench, redis] = [await Bench.start(), await TestRedis.start()]
  try {
    const one = await SpreadGroup.gather(bench, 1, members, redis.url)
    const two = await SpreadGroup.gather(bench, 2, members, redis.url)
    const costs: { one: NodesCost; two: NodesCost }[] = []
    // In turns: what else the machine does falls on both.
    for (let i = 0; i < rounds; i++) costs.push({ one: await one.publish(messages), two: await two.publish(messages) })
    await Promise.all([one.part(), two.part()])
    const text = report(costs)
    console.log(text)
    await writeResult(
      'nodes.md',
      `# Figures of two nodes\n\nWritten by \`npm run bench -- nodes\`.\n\n${machine}\n\n${text}\n`,
    )
  } finally {
    await redis.stop()
    await bench.stop()
  }
}

function report(costs: readonly { one: NodesCost; two: NodesCost }[]): string {
  const of = (pick: (cost: { one: NodesCost; two: NodesCost }) => number): number => median(costs.map(pick))
  const all = ({ speaker, hearers }: NodesCost): number => speaker + hearers
  const [alone, both] = [of(({ one }) => all(one)), of(({ two }) => all(two))]
  const share = of(({ one, two }) => all(one) / all(two))
  return [
    `CPU-s of the server processes for a million deliveries to a group of ${members}, all said at the first node, fan-out alone; medians of ${rounds} rounds in turns. Everybody gets everything, or the run does not end. Target: two nodes deliver 80 % of what one does for each CPU-second.`,
    table(
      ['members at', 'first node', 'second node', 'together', 'deliveries for each CPU-second'],
      [
        ['one node', alone, '–', alone, 1e6 / alone],
        ['two nodes', of(({ two }) => two.speaker), of(({ two }) => two.hearers), both, 1e6 / both],
      ],
    ),
    `Two deliver ${figure(share * 100)} % of what one does: ${share >= 0.8 ? 'held' : '**missed**'}.`,
  ].join('\n\n')
}
