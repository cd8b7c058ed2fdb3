// Kills the server and its Postgres, and the Redis between two nodes, in the middle of 50 senders, then compares what was
// promised, what is stored and what everybody has. KILLS=20 for more kills of each kind, SEED=… to repeat a run, REPLICAS=5
// for so many deaths of a primary for good, whose replica takes over.
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ChatId } from '@soroka/protocol'
import { openDatabase } from '../src/platform/db/index.ts'
import { TestCluster } from '../src/testing/test-cluster.ts'
import { TestReplicas } from '../src/testing/test-replicas.ts'
import { TestRedis } from '../src/testing/test-redis.ts'
import type { SharedRedis } from '../src/testing/test-redis.ts'
import { TestSentinels } from '../src/testing/test-sentinels.ts'
import type { Actor } from './actor.ts'
import { fillStage } from './cast.ts'
import { findBroken } from './check-logs.ts'
import type { Evidence } from './check-logs.ts'
import { Stage } from './stage.ts'

const kills = Number(process.env['KILLS'] ?? 3)
const failOvers = Number(process.env['REPLICAS'] ?? 1)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = seeded(seed)
let passed = 0
let failed = 0

function report(name: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++
  else failed++
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`)
}

/** What is killed, in which order. */
type Victim = 'server' | 'postgres' | 'redis' | 'primary'

/** What there is to kill; the second node is there only where several are. */
interface Scene {
  readonly nodes: readonly [Stage, ...Stage[]]
  readonly redis?: SharedRedis
  readonly replicas?: TestReplicas
}

/** One run; answers with the evidence, and with what went wrong on the way. */
async function storm(
  { nodes, redis, replicas }: Scene,
  victims: readonly Victim[],
): Promise<{ evidence: Evidence; broken: string[] }> {
  const [stage] = nodes
  const actors = await fillStage(nodes, 25)
  const broken: string[] = []
  for (const actor of actors) actor.act(60)
  await until('everybody is connected', 20_000, () => actors.every((actor) => actor.connected))
  for (const victim of victims) {
    await pause(300 + random() * 900)
    const began = performance.now()
    if (victim === 'server') {
      const node = nodes.at(-1) ?? stage
      await node.killServer()
      await node.start()
    } else if (victim === 'redis') {
      await redis?.kill()
      await pause((redis?.takeOverMs ?? 0) + random() * 500)
      await redis?.restart()
    } else if (victim === 'primary') {
      await replicas?.failOver()
      await stage.untilReady(20_000)
    } else {
      await stage.killPostgres()
      await pause(50)
      await stage.untilReady(20_000)
    }
    const back = performance.now() - began
    console.log(`       ${victim} killed, ready again after ${Math.round(back)} ms, ${acksOf(actors)} messages so far`)
    // Where there are several, the others serve meanwhile.
    if (back > 5000 && nodes.length === 1) broken.push(`the ${victim} was not back within 5 s`)
  }
  await pause(500)
  for (const actor of actors) actor.fallSilent()
  await until('every outbox is empty', 20_000, () => actors.every((actor) => actor.waiting === 0))
  if (nodes.length > 1) await untilWhole(stage, actors)
  for (const actor of actors) await actor.catchUp()
  for (const actor of actors) await actor.leave()
  broken.push(...actors.flatMap((actor) => actor.broken))
  return { evidence: await gather(stage, actors), broken }
}

/** What one node stored the others' people hear, be it late: nobody is asked to catch up here. */
async function untilWhole(stage: Stage, actors: readonly Actor[]): Promise<void> {
  const truth = await readEnds(stage)
  const isWhole = (actor: Actor): boolean => [...actor.ends].every(([chat, end]) => end === (truth.get(chat) ?? 0))
  await until('everybody has everything, without asking once more', 20_000, () => actors.every(isWhole))
}

async function readEnds(stage: Stage): Promise<ReadonlyMap<ChatId, number>> {
  const database = openDatabase(await stage.openAddress(), { drizzle: 1, raw: 1 })
  const rows = await database.sql<
    { chat: ChatId; end: number }[]
  >`SELECT id AS chat, last_seq::float8 AS end FROM chats`
  await database.close()
  return new Map(rows.map(({ chat, end }) => [chat, end]))
}

async function gather(stage: Stage, actors: readonly Actor[]): Promise<Evidence> {
  const database = openDatabase(await stage.openAddress(), { drizzle: 1, raw: 1 })
  const stored = await database.sql<{ chat: ChatId; seq: number; msgId: string }[]>`
    SELECT chat_id AS chat, seq::float8, msg_id AS "msgId" FROM messages ORDER BY chat_id, seq`
  await database.close()
  return {
    acks: actors.flatMap((actor) => actor.acks),
    stored,
    copies: actors.flatMap((actor) => [...actor.logs].map(([chat, log]) => ({ who: actor.name, chat, log }))),
  }
}

async function until(what: string, limit: number, isSo: () => boolean): Promise<void> {
  const end = performance.now() + limit
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`within ${limit} ms it did not come that ${what}`)
    await pause(20)
  }
}

const acksOf = (actors: readonly Actor[]): number => actors.reduce((sum, actor) => sum + actor.acks.length, 0)

/** mulberry32 */
function seeded(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
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
    const { evidence, broken } = await storm({ nodes: [stage] }, victims)
    report(`G1–G5 ${evidence.acks.length} messages of 50 senders outlived ${victims.length} kills`, [
      ...broken,
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
  await testEarlyAck()
}

/** Two nodes with a Redis between them, which is killed, as one of the nodes is. */
async function testNodes(what: string, redis: SharedRedis, victims: readonly Victim[]): Promise<void> {
  const one = await Stage.build({ redisUrl: redis.url })
  const two = await Stage.build({ redisUrl: redis.url, beside: one })
  try {
    const { evidence, broken } = await storm({ nodes: [one, two], redis }, victims)
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
    const { evidence, broken } = await storm({ nodes: [stage], replicas }, ['primary'])
    report(`G1–G5 ${evidence.acks.length} messages of 50 senders outlived the primary of their Postgres`, [
      ...broken,
      ...findBroken(evidence),
    ])
  } finally {
    await stage.strike()
    await replicas.stop()
  }
}

/** A server that acknowledges before its commit must be caught within some kills. */
async function testEarlyAck(): Promise<void> {
  const stage = await Stage.build({ preload: fileURLToPath(new URL('ack-early.ts', import.meta.url)) })
  try {
    const { evidence } = await storm({ nodes: [stage] }, ['server', 'server', 'server'])
    const lost = findBroken(evidence).filter((problem) => problem.startsWith('G'))
    console.log(`       ${lost.length} broken promises, the first: ${lost[0] ?? 'none'}`)
    report('a server that acknowledges before its commit is caught', lost.length > 0 ? [] : ['it was not'])
  } finally {
    await stage.strike()
  }
}

try {
  await main()
} catch (error) {
  report('the run itself', [error instanceof Error ? (error.stack ?? error.message) : String(error)])
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
