import { randomBytes } from 'node:crypto'
import type { UserId } from '@soroka/protocol'
import type { RedisLines, RedisLink } from '../../platform/redis/index.ts'
import { InProcessPresenceStore } from './in-process-store.ts'
import type { PresenceStore } from './presence.ts'

/** When somebody left is known here until every node has surely written it to the database. */
const LEFT_FOR_MS = 180_000

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
`

/** A claim of each node with the moment it ends; the key lives as long as the longest. ARGV: node, ms. Answers 1 to the first. */
const touchScript = `${now}
local others = redis.call('ZCARD', KEYS[1])
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], math.floor(last[2]))
return others == 0 and 1 or 0`

/** KEYS: claims, when he left; ARGV: node, when, for how long that is kept. Answers 1 if he was here and is nowhere now. */
const removeScript = `${now}
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] then
  redis.call('PEXPIREAT', KEYS[1], math.floor(last[2]))
  return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`

const hereKey = ({ prefix }: RedisLink, user: UserId): string => `${prefix}here:${user}`
const leftKey = ({ prefix }: RedisLink, user: UserId): string => `${prefix}left:${user}`

/** Presence on all nodes. While Redis is away a node knows of its own people alone. */
export class RedisPresenceStore implements PresenceStore {
  readonly #lines: RedisLines
  readonly #alone = new InProcessPresenceStore()
  readonly #node = randomBytes(16).toString('base64url')

  constructor(lines: RedisLines) {
    this.#lines = lines
    for (const { commands } of lines.all) {
      commands.defineCommand('sorokaTouch', { numberOfKeys: 1, lua: touchScript })
      commands.defineCommand('sorokaRemove', { numberOfKeys: 2, lua: removeScript })
    }
  }

  async touch(user: UserId, ttlMs: number): Promise<boolean> {
    const alone = await this.#alone.touch(user, ttlMs)
    const link = this.#lines.of(user)
    const first = await link.ask((redis) => redis.sorokaTouch(hereKey(link, user), this.#node, ttlMs))
    return first === undefined ? alone : first === 1
  }

  async remove(user: UserId, at: number): Promise<boolean> {
    const alone = await this.#alone.remove(user)
    const link = this.#lines.of(user)
    const gone = await link.ask((redis) =>
      redis.sorokaRemove(hereKey(link, user), leftKey(link, user), this.#node, at, LEFT_FOR_MS),
    )
    return gone === undefined ? alone : gone === 1
  }

  async online(users: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const alone = await this.#alone.online(users)
    const known = await Promise.all(
      users.map((user) => {
        const link = this.#lines.of(user)
        return link.ask((redis) => redis.exists(hereKey(link, user)))
      }),
    )
    return new Set(users.filter((user, i) => (known[i] === undefined ? alone.has(user) : known[i] === 1)))
  }

  async left(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>> {
    const known = await Promise.all(
      users.map((user) => {
        const link = this.#lines.of(user)
        return link.ask((redis) => redis.get(leftKey(link, user)))
      }),
    )
    const times = new Map(users.map((user, i) => [user, Number(known[i] ?? 0)]))
    return new Map([...times].filter(([, at]) => at > 0))
  }

  /** A mark in each part that nobody removes: when it is gone, all of that part is. */
  async wasEmptied(): Promise<boolean> {
    const marks = await Promise.all(
      this.#lines.all.map((link) =>
        link.ask((redis) => redis.set(`${link.prefix}presence:${this.#node}`, '1', 'PX', 60_000, 'GET')),
      ),
    )
    return marks.includes(null)
  }
}

declare module 'ioredis' {
  interface RedisCommander {
    sorokaTouch(here: string, node: string, ttlMs: number): Promise<number>
    sorokaRemove(here: string, left: string, node: string, at: number, keptMs: number): Promise<number>
  }
}
