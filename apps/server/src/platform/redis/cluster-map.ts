import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { RedisOptions } from 'ioredis'
import * as z from 'zod/mini'

export interface RedisPlace {
  readonly host: string
  readonly port: number
}

/** Nodes of a cluster that are asked for the others; login and TLS are the same for all. */
export interface ClusterAddress {
  readonly cluster: readonly RedisPlace[]
  readonly options: RedisOptions
}

/** What CLUSTER SLOTS answers: for each range its primary, then its replicas. */
const Slots = z.array(
  z.tuple(
    [z.number(), z.number(), z.tuple([z.nullable(z.string()), z.number()], z.unknown())],
    z.tuple([z.nullable(z.string()), z.number()], z.unknown()),
  ),
)
type Slots = z.infer<typeof Slots>

const ASK_MS = 1000

/** Who is primary for which slots, as the cluster itself says. */
export class ClusterMap {
  readonly #address: ClusterAddress
  /** Besides the first ones: whoever was named in an answer may be asked. */
  #known: readonly RedisPlace[] = []
  #asking: Promise<Slots> | undefined

  constructor(address: ClusterAddress) {
    this.#address = address
  }

  /** Whoever is primary of this slot; asked anew each time, once for all who ask together. Rejects when nobody knows. */
  async primaryOf(slot: number): Promise<RedisPlace> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))
    const slots = await this.#asking
    const [host, port] = slots.find(([from, to]) => from <= slot && slot <= to)?.[2] ?? []
    if (host === undefined || host === null || port === undefined) throw new Error(`no node of Redis has slot ${slot}`)
    return { host, port }
  }

  async #ask(): Promise<Slots> {
    const places = [...this.#address.cluster, ...this.#known]
    // One that was cut off from the others says what was true before: the next try asks another one.
    const start = Math.floor(Math.random() * places.length)
    for (const place of [...places.slice(start), ...places.slice(0, start)]) {
      const slots = await this.#askOne(place).catch(() => undefined)
      if (slots === undefined) continue
      this.#known = slots.flatMap(([, , ...nodes]) => nodes.flatMap(([host, port]) => (host ? [{ host, port }] : [])))
      return slots
    }
    await pause(100)
    throw new Error('no node of the Redis cluster answers')
  }

  async #askOne({ host, port }: RedisPlace): Promise<Slots> {
    const times = { connectTimeout: ASK_MS, commandTimeout: ASK_MS, retryStrategy: () => null }
    const redis = new Redis({ ...this.#address.options, ...times, host, port, lazyConnect: true })
    redis.on('error', () => undefined)
    try {
      await redis.connect()
      // A node that is asked by a name may not know its own address: then it is the one that was asked.
      return Slots.parse(await redis.cluster('SLOTS')).map(([from, to, ...nodes]) => {
        const [first, ...others] = nodes.map(([at, ...rest]) => [at || host, ...rest] as (typeof nodes)[0])
        return [from, to, first ?? nodes[0], ...others]
      })
    } finally {
      redis.disconnect()
    }
  }
}
