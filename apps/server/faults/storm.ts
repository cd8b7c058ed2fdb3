import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId } from '@soroka/protocol'
import { openDatabase } from '../src/platform/db/index.ts'
import type { TestReplicas } from '../src/testing/test-replicas.ts'
import type { SharedRedis } from '../src/testing/test-redis.ts'
import type { Actor } from './actor.ts'
import { fillStage } from './cast.ts'
import type { Evidence } from './check-logs.ts'
import type { SlowLine } from './slow-line.ts'
import type { Stage } from './stage.ts'

/** What is killed, in which order. */
export type Victim = 'server' | 'postgres' | 'redis' | 'primary' | 'line' | 'clock ahead' | 'clock behind'

/** What there is to kill; the second node is there only where several are. */
export interface Scene {
  readonly nodes: readonly [Stage, ...Stage[]]
  readonly redis?: SharedRedis
  readonly replicas?: TestReplicas
  /** Between the node and its database. */
  readonly line?: SlowLine
}

/** What a storm left behind. */
export interface Storm {
  readonly evidence: Evidence
  /** What went wrong on the way. */
  readonly broken: readonly string[]
  /** Milliseconds until the server was ready again after each death. */
  readonly backAfter: readonly number[]
}

/** 50 senders, among whom the victims die in this order, after random times. */
export async function storm(
  { nodes, redis, replicas, line }: Scene,
  victims: readonly Victim[],
  random: () => number,
): Promise<Storm> {
  const [stage] = nodes
  const actors = await fillStage(nodes, 25)
  const broken: string[] = []
  const backAfter: number[] = []
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
    } else if (victim === 'line') {
      if (line !== undefined) broken.push(...(await slowDown(stage, line)))
    } else if (victim === 'clock ahead' || victim === 'clock behind') {
      await stage.killServer()
      await stage.start(victim === 'clock ahead' ? '+1d' : '-1d')
      const before = acksOf(actors)
      await until('people write again', 20_000, () => acksOf(actors) > before + actors.length)
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
    backAfter.push(back)
  }
  await pause(500)
  for (const actor of actors) actor.fallSilent()
  await until('every outbox is empty', 20_000, () => actors.every((actor) => actor.waiting === 0))
  if (nodes.length > 1) await untilWhole(stage, actors)
  for (const actor of actors) await actor.catchUp()
  for (const actor of actors) await actor.leave()
  broken.push(...actors.flatMap((actor) => actor.broken))
  return { evidence: await gather(stage, actors), broken, backAfter }
}

/** The database answers late for a while: the process itself must not. */
async function slowDown(stage: Stage, line: SlowLine): Promise<string[]> {
  const answers: number[] = []
  line.delayMs = 150
  for (let i = 0; i < 30; i++) {
    const began = performance.now()
    await fetch(`${stage.url}/healthz`)
    answers.push(performance.now() - began)
    await pause(80)
  }
  line.delayMs = 0
  const median = answers.toSorted((a, b) => a - b)[answers.length >> 1] ?? Infinity
  return median < 100 ? [] : [`what needs no database took ${Math.round(median)} ms while that was slow`]
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
