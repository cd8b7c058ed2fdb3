import { randomBytes } from 'node:crypto'
import type { RedisLink } from '../redis/index.ts'
import { decodeBusMessage, encodeBusMessage, isFrom } from './bus-text.ts'
import type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'
import { InProcessBus } from './in-process-bus.ts'
import { UncertainTopics } from './uncertain-topics.ts'
import type { UrgentLine } from './urgent-line.ts'

/** Channels of one SUBSCRIBE. */
const BATCH = 1000
const PULSE_MS = 2000
/** Counted, not timed: a process that was busy for long has not heard what lies before it. */
const MOST_UNHEARD = 3

export interface RedisBusOptions {
  readonly link: RedisLink
  readonly onError: (error: unknown) => void
  readonly urgent?: UrgentLine
  readonly pulseMs?: number
}

/**
 * The bus of several nodes by one line: a channel for each topic that somebody here hears. What a node says reaches its own sockets
 * without Redis; while that is away the others hear it late, by `again`.
 */
export class RedisBus implements Bus {
  readonly #here: InProcessBus
  readonly #link: RedisLink
  readonly #onError: (error: unknown) => void
  readonly #urgent: UrgentLine | undefined
  /** Tells this node from others. */
  readonly #node = randomBytes(16).toString('base64url')
  readonly #uncertain = new UncertainTopics()
  readonly #timer: NodeJS.Timeout
  #pulses = 0
  /** Pulses since the last one that came back. */
  #unheard = 0
  /** The other nodes, and how many pulses ago one of theirs came. */
  readonly #others = new Map<string, number>()

  private constructor({ link, onError, urgent, pulseMs }: RedisBusOptions) {
    this.#here = new InProcessBus(onError)
    this.#link = link
    this.#onError = onError
    this.#urgent = urgent
    this.#timer = setInterval(() => this.#pulse(), pulseMs ?? PULSE_MS).unref()
    link.onMessage((channel, text) => this.#hear(channel, text))
    link.subscriber.on('ready', () => void this.#subscribeAll())
    link.commands.on('close', () => this.#uncertain.broke())
    link.commands.on('ready', () => this.#tellUncertain())
  }

  /** Resolves when this node hears the others, or Redis is away. */
  static async start(options: RedisBusOptions): Promise<RedisBus> {
    const bus = new RedisBus(options)
    await options.urgent?.hear((text) => bus.#hearUrgent(text))
    await bus.#subscribeAll()
    return bus
  }

  publish(topic: Topic, message: BusMessage): void {
    this.#here.publish(topic, message)
    this.#tellOthers(topic, message)
  }

  async subscribe(topics: readonly Topic[], handler: BusHandler): Promise<void> {
    // Noted first: whenever the connection comes back, it is subscribed with all others.
    await this.#here.subscribe(topics, handler)
    await this.#listenTo(topics.map(this.#channelOf))
  }

  unsubscribe(topics: readonly Topic[], handler: BusHandler): void {
    this.#here.unsubscribe(topics, handler)
    const over = topics.filter((topic) => !this.#here.has(topic)).map(this.#channelOf)
    if (over.length > 0 && this.#link.hears) this.#link.unsubscribe(over).catch(() => undefined)
  }

  /** The connections are their owner's. */
  close(): Promise<void> {
    clearInterval(this.#timer)
    this.#tellNodes('bye')
    return this.#here.close()
  }

  get #everyNode(): string {
    return `${this.#link.prefix}nodes`
  }

  readonly #channelOf = (topic: Topic): string => this.#link.prefix + topic

  #tellOthers(topic: Topic, message: BusMessage): void {
    if (!this.#link.isUp) return this.#failed(topic, message)
    this.#uncertain.published(topic)
    this.#link
      .publish(this.#channelOf(topic), encodeBusMessage(this.#node, message))
      .catch(() => this.#failed(topic, message))
  }

  /** Who must not hear any more what he hears is not left to it until Redis is back. */
  #failed(topic: Topic, message: BusMessage): void {
    this.#uncertain.failed(topic)
    if (message.close === undefined && message.leave === undefined) return
    this.#urgent?.say(`${this.#channelOf(topic)}\n${encodeBusMessage(this.#node, message)}`)
  }

  #hearUrgent(text: string): void {
    const end = text.indexOf('\n')
    this.#hear(text.slice(0, end), text.slice(end + 1))
  }

  /** Resolves to false when the connection broke over it; the next one begins anew. */
  async #listenTo(channels: readonly string[]): Promise<boolean> {
    try {
      for (let from = 0; from < channels.length && this.#link.hears; from += BATCH)
        await this.#link.subscribe(channels.slice(from, from + BATCH))
      return this.#link.hears
    } catch {
      if (this.#link.hears) this.#link.subscriber.disconnect(true)
      return false
    }
  }

  /** What was said while nobody listened is lost: those who would have heard it learn that, and no sooner than all stands. */
  async #subscribeAll(): Promise<void> {
    // One that died meanwhile says nothing any more: it stays known until that is noticed.
    for (const node of this.#others.keys()) this.#others.set(node, 0)
    const channels = [this.#everyNode, ...this.#here.topics.map(this.#channelOf)]
    if (await this.#listenTo(channels)) this.#hearAllAgain()
    // The others know me from now on, and not only from my next pulse, and say that they are there.
    if (this.#link.isUp) this.#tellNodes('hello')
  }

  #hearAllAgain(): void {
    for (const topic of this.#here.topics) this.#here.publish(topic, { again: true })
  }

  #hear(channel: string, text: string): void {
    if (channel === this.#everyNode) return this.#hearNode(...nodeWords(text))
    if (isFrom(this.#node, text)) return
    // An urgent word comes to every line of a node.
    if (!channel.startsWith(this.#link.prefix)) return
    try {
      this.#here.publish(channel.slice(this.#link.prefix.length) as Topic, decodeBusMessage(text))
    } catch (error) {
      this.#onError(error)
    }
  }

  #hearNode(node: string, word: string): void {
    if (node === this.#node) this.#hearOwnPulse(word)
    else if (word === 'bye') this.#others.delete(node)
    else if (word === 'again') this.#hearAllAgain()
    else {
      this.#others.set(node, 0)
      if (word === 'hello') this.#tellNodes('here')
    }
  }

  #hearOwnPulse(word: string): void {
    this.#unheard = 0
    if (word === String(this.#pulses)) this.#uncertain.pulseReturned()
  }

  #tellNodes(word: string, failed: () => void = () => undefined): void {
    this.#link.publish(this.#everyNode, `${this.#node} ${word}`).catch(failed)
  }

  /** What each node says to all, and so to itself: a line that is dead, or leads to another Redis, does not bring it back. */
  #pulse(): void {
    if (!this.#link.isUp || !this.#link.hears) {
      this.#unheard = 0
    } else if (this.#unheard >= MOST_UNHEARD) {
      this.#unheard = 0
      this.#uncertain.broke()
      this.#link.renew()
    } else {
      this.#tellUncertain()
      this.#uncertain.pulseSent()
      this.#unheard++
      this.#tellNodes(String(++this.#pulses))
      this.#missOthers()
    }
  }

  /** One that died without a word may have told nobody of what it stored last. */
  #missOthers(): void {
    const dead = [...this.#others].filter(([, silent]) => silent >= MOST_UNHEARD)
    for (const [node, silent] of this.#others) this.#others.set(node, silent + 1)
    for (const [node] of dead) this.#others.delete(node)
    if (dead.length > 0) this.#hearAllAgain()
  }

  #tellUncertain(): void {
    const topics = this.#uncertain.take()
    if (topics === 'all') this.#tellNodes('again', () => this.#uncertain.overflowed())
    else for (const topic of topics) this.#tellOthers(topic, { again: true })
  }
}

function nodeWords(text: string): [node: string, word: string] {
  const end = text.indexOf(' ')
  return [text.slice(0, end), text.slice(end + 1)]
}
