import type { RedisLines, RedisLink } from '../redis/index.ts'
import type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'
import { RedisBus } from './redis-bus.ts'
import type { RedisBusOptions } from './redis-bus.ts'

/** A bus for each line to Redis: what one of them loses is said again by that one alone. */
export class LinesBus implements Bus {
  readonly #lines: RedisLines
  readonly #buses: ReadonlyMap<RedisLink, RedisBus>

  private constructor(lines: RedisLines, buses: ReadonlyMap<RedisLink, RedisBus>) {
    this.#lines = lines
    this.#buses = buses
  }

  /** Resolves when this node hears the others, or Redis is away. */
  static async start(lines: RedisLines, options: Omit<RedisBusOptions, 'link'>): Promise<LinesBus> {
    const open = async (link: RedisLink) => [link, await RedisBus.start({ ...options, link })] as const
    return new LinesBus(lines, new Map(await Promise.all(lines.all.map(open))))
  }

  publish(topic: Topic, message: BusMessage): void {
    this.#busOf(topic).publish(topic, message)
  }

  async subscribe(topics: readonly Topic[], handler: BusHandler): Promise<void> {
    const parts = this.#divide(topics)
    await Promise.all([...parts].map(([bus, own]) => bus.subscribe(own, handler)))
  }

  unsubscribe(topics: readonly Topic[], handler: BusHandler): void {
    for (const [bus, own] of this.#divide(topics)) bus.unsubscribe(own, handler)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#buses.values()].map((bus) => bus.close()))
  }

  #divide(topics: readonly Topic[]): Map<RedisBus, Topic[]> {
    return Map.groupBy(topics, (topic) => this.#busOf(topic))
  }

  #busOf(topic: Topic): RedisBus {
    const bus = this.#buses.get(this.#lines.of(topic))
    if (bus === undefined) throw new Error(`no line carries ${topic}`)
    return bus
  }
}
