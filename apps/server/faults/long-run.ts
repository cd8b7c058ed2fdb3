import { writeFile } from 'node:fs/promises'
import { TestRedis } from '../src/testing/test-redis.ts'
import { findBroken } from './check-logs.ts'
import { seeded } from './seeded.ts'
import { Stage } from './stage.ts'
import { storm } from './storm.ts'
import type { Scene, Storm, Victim } from './storm.ts'

/** Kills of one round: the people remember every message, and fifty copies of all of them fill the memory. */
const ROUND = 20

interface LongRun {
  readonly kills: number
  readonly seed: number
  /** Where the page goes; written after each round. */
  readonly file: string | undefined
  readonly told: (name: string, problems: readonly string[]) => void
}

interface Round {
  readonly seed: number
  readonly where: string
  readonly victims: readonly Victim[]
  readonly messages: number
  readonly backAfter: readonly number[]
  readonly problems: readonly string[]
}

/** Kills in rounds of their own people and their own database: by turns on one node, and on two with a Redis. */
export async function runLong({ kills, seed, file, told }: LongRun): Promise<void> {
  const rounds: Round[] = []
  const random = seeded(seed)
  for (let done = 0; done < kills; done += ROUND) {
    const roundSeed = Math.floor(random() * 1_000_000)
    const count = Math.min(ROUND, kills - done)
    const round = await (rounds.length % 2 === 0 ? onOneNode : onTwoNodes)(roundSeed, count).catch(endedBy(roundSeed))
    rounds.push(round)
    told(`${round.messages} messages outlived ${count} kills on ${round.where}, seed ${roundSeed}`, round.problems)
    if (file !== undefined) await writeFile(file, pageOf(rounds, kills, seed))
  }
}

async function onOneNode(seed: number, count: number): Promise<Round> {
  const victims = Array.from({ length: count }, (_, i): Victim => (i % 2 === 0 ? 'server' : 'postgres'))
  const stage = await Stage.build()
  try {
    return await oneRound('one node', { nodes: [stage] }, victims, seed)
  } finally {
    await stage.strike()
  }
}

async function onTwoNodes(seed: number, count: number): Promise<Round> {
  const victims = Array.from({ length: count }, (_, i): Victim => (i % 2 === 0 ? 'redis' : 'server'))
  const redis = await TestRedis.start()
  const one = await Stage.build({ redisUrl: redis.url })
  const two = await Stage.build({ redisUrl: redis.url, beside: one })
  try {
    return await oneRound('two nodes', { nodes: [one, two], redis }, victims, seed)
  } finally {
    await two.strike()
    await one.strike()
    await redis.stop()
  }
}

async function oneRound(where: string, scene: Scene, victims: readonly Victim[], seed: number): Promise<Round> {
  const { evidence, broken, backAfter }: Storm = await storm(scene, victims, seeded(seed))
  const problems = [...broken, ...findBroken(evidence)]
  return { seed, where, victims, messages: evidence.acks.length, backAfter, problems }
}

/** A round that can't be brought to its end is a problem of its own, and the others go on. */
const endedBy =
  (seed: number) =>
  (error: unknown): Round => {
    const problems = [`the round ended: ${String(error)}`]
    return { seed, where: 'neither', victims: [], messages: 0, backAfter: [], problems }
  }

function pageOf(rounds: readonly Round[], wanted: number, seed: number): string {
  const kills = rounds.flatMap(({ victims, backAfter, where }) =>
    victims.map((victim, i) => ({ victim: `${victim}, ${where}`, back: backAfter[i] ?? 0 })),
  )
  const ended = rounds.filter(({ victims }) => victims.length === 0).length
  const broken = rounds.reduce((sum, { problems }) => sum + problems.length, 0) - ended
  const messages = rounds.reduce((sum, round) => sum + round.messages, 0)
  const lines = [...new Set(kills.map(({ victim }) => victim))].map((victim) => {
    const times = kills
      .filter((kill) => kill.victim === victim)
      .map(({ back }) => back)
      .sort((a, b) => a - b)
    const at = (share: number): string => ((times[Math.floor(share * (times.length - 1))] ?? 0) / 1000).toFixed(1)
    const late = times.filter((time) => time > 5000).length
    return `| ${victim} | ${times.length} | ${at(0.5)} | ${at(0.99)} | ${at(1)} | ${late} |`
  })
  const { length: done } = kills
  return `# ${done.toLocaleString('en-US')} kills

Written by \`npm run test:faults -- --kills ${wanted} --report FILE\`, seed ${seed}; ${done} of ${wanted} were done. 50 people write to 25 direct chats and one
group. The processes die by \`kill -9\` after random times of 0.3–1.2 s, in rounds of ${ROUND} with people and a database of their own.
After each round a program compares what was acknowledged, what the database holds and what everybody has: each acknowledged message once, at
the place that was told, no gap, the same order everywhere (G1–G5, G7).

**${messages.toLocaleString('en-US')} messages were acknowledged; ${broken} promises were broken.** ${ended} rounds came to no end and count for nothing.

| killed | times | ready again after s: half | 99 of 100 | the longest | over 5 s |
|---|---|---|---|---|---|
${lines.join('\n')}
${rounds.flatMap(({ seed, problems }) => problems.slice(0, 5).map((problem) => `\nSeed ${seed}: ${problem}`)).join('')}
`
}
