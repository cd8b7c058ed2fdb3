// Kills the server and its Postgres, and the Redis between two nodes, in the middle of 50 senders, then compares what was
// promised, what is stored and what everybody has. KILLS=20 for more kills of each kind, SEED=… to repeat a run, REPLICAS=5
// for so many deaths of a primary for good, whose replica takes over. `npm run test:faults -- --kills 1000 --report FILE` is
// the long run: rounds of kills of the server, its Postgres and the Redis, and a page about them.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { TestCluster } from '../src/testing/test-cluster.ts'
import { TestReplicas } from '../src/testing/test-replicas.ts'
import { TestRedis } from '../src/testing/test-redis.ts'
import type { SharedRedis } from '../src/testing/test-redis.ts'
import { TestSentinels } from '../src/testing/test-sentinels.ts'
import { findBroken } from './check-logs.ts'
import type { Evidence } from './check-logs.ts'
import { runLong } from './long-run.ts'
import { seeded } from './seeded.ts'
import { SlowLine } from './slow-line.ts'
import { Stage } from './stage.ts'
import { storm } from './storm.ts'
import type { Victim } from './storm.ts'

const kills = Number(process.env['KILLS'] ?? 3)
const failOvers = Number(process.env['REPLICAS'] ?? 1)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = seeded(seed)
/** A server alone is back within this time; of several the others serve meanwhile. */
const BACK_MS = 5000
let passed = 0
let failed = 0

function report(name: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++
  else failed++
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`)
}

/** The checker must find a loss and a double in evidence that is fine but for them. */
function testChecker(evidence: Evidence): void {
  const at = Math.floor(random() * evidence.acks.length)
  const victim = evidence.acks[at]
  const lost = evidence.stored.filter((row) => row.msgId !== victim?.msgId)
  report('the checker finds a planted loss', findBroken({ ...evidence, stored: lost }).length > 0 ? [] : ['it did not'])
  const last = evidence.stored.filter((row) => row.chat === victim?.chat).length
  const twice = victim === undefined ? [] : [{ chat: victim.chat, seq: last + 1, msgId: victim.msgId }]
  const doubled = findBroken({ ...evidence, stored: [...evidence.stored, ...twice] })
  report(
    'the checker finds a planted double',
    doubled.some((problem) => problem.startsWith('G2')) ? [] : ['it did not'],
  )
}

async function main(): Promise<void> {
  console.log(`seed ${seed}`)
  const stage = await Stage.build()
  try {
    const victims = Array.from({ length: kills }, (): Victim[] => ['server', 'postgres']).flat()
    const { evidence, broken, backAfter } = await storm({ nodes: [stage] }, victims, random)
    const late = victims.filter((_, i) => (backAfter[i] ?? 0) > BACK_MS)
    report(`G1–G5 ${evidence.acks.length} messages of 50 senders outlived ${victims.length} kills`, [
      ...broken,
      ...late.map((victim) => `the ${victim} was not back within ${BACK_MS} ms`),
      ...findBroken(evidence),
    ])
    testChecker(evidence)
  } finally {
    await stage.strike()
  }
  const both = Array.from({ length: kills }, (): Victim[] => ['redis', 'server']).flat()
  await testNodes('one Redis', await TestRedis.start(), both)
  // Each of these waits for another one to take over: fewer of them.
  const few = both.slice(0, Math.ceil(kills / 3))
  await testNodes('a cluster of Redis', await TestCluster.start(), few)
  await testNodes('sentinels', await TestSentinels.start(), few)
  for (let i = 0; i < failOvers; i++) await testReplicas()
  await testSlowPostgres()
  await testClocks()
  await testEarlyAck()
}

/** Two nodes with a Redis between them, which is killed, as one of the nodes is. */
async function testNodes(what: string, redis: SharedRedis, victims: readonly Victim[]): Promise<void> {
  const one = await Stage.build({ redisUrl: redis.url })
  const two = await Stage.build({ redisUrl: redis.url, beside: one })
  try {
    const { evidence, broken } = await storm({ nodes: [one, two], redis }, victims, random)
    report(
      `G7 ${evidence.acks.length} messages of 50 senders on two nodes with ${what} outlived ${victims.length} kills`,
      [...broken, ...findBroken(evidence)],
    )
  } finally {
    await two.strike()
    await one.strike()
    await redis.stop()
  }
}

/** Postgres with a replica: the primary dies for good, and what it acknowledged the other one has. */
async function testReplicas(): Promise<void> {
  const replicas = await TestReplicas.start()
  const stage = await Stage.build({ databaseUrl: replicas.url })
  try {
    const { evidence, broken } = await storm({ nodes: [stage], replicas }, ['primary'], random)
    report(`G1–G5 ${evidence.acks.length} messages of 50 senders outlived the primary of their Postgres`, [
      ...broken,
      ...findBroken(evidence),
    ])
  } finally {
    await stage.strike()
    await replicas.stop()
  }
}

/** Everything between the server and its database takes long for a while, twice. */
async function testSlowPostgres(): Promise<void> {
  const one = await Stage.build()
  const line = await SlowLine.open(join(one.folder, 'pg', 'run', '.s.PGSQL.5432'))
  const two = await Stage.build({ beside: one, databaseUrl: line.url })
  try {
    const { evidence, broken } = await storm({ nodes: [two], line }, ['line', 'line'], random)
    report(`G1–G5 ${evidence.acks.length} messages of 50 senders outlived a slow Postgres`, [
      ...broken,
      ...findBroken(evidence),
    ])
  } finally {
    await two.strike()
    line.close()
    await one.strike()
  }
}

/** The server dies and comes back in another day: the log goes on, and whoever's token is over by then renews it. */
async function testClocks(): Promise<void> {
  const stage = await Stage.build()
  try {
    const { evidence, broken } = await storm({ nodes: [stage] }, ['clock ahead', 'clock behind'], random)
    report(
      `G3 ${evidence.acks.length} messages of 50 senders outlived a clock that is a day ahead, then a day behind`,
      [...broken, ...findBroken(evidence)],
    )
  } finally {
    await stage.strike()
  }
}

/** A server that acknowledges before its commit must be caught within some kills. */
async function testEarlyAck(): Promise<void> {
  const stage = await Stage.build({ preload: fileURLToPath(new URL('ack-early.ts', import.meta.url)) })
  try {
    const { evidence } = await storm({ nodes: [stage] }, ['server', 'server', 'server'], random)
    const lost = findBroken(evidence).filter((problem) => problem.startsWith('G'))
    console.log(`       ${lost.length} broken promises, the first: ${lost[0] ?? 'none'}`)
    report('a server that acknowledges before its commit is caught', lost.length > 0 ? [] : ['it was not'])
  } finally {
    await stage.strike()
  }
}

const { values } = parseArgs({ options: { kills: { type: 'string' }, report: { type: 'string' } } })

try {
  if (values.kills === undefined) await main()
  else await runLong({ kills: Number(values.kills), seed, file: values.report, told: report })
} catch (error) {
  report('the run itself', [error instanceof Error ? (error.stack ?? error.message) : String(error)])
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
