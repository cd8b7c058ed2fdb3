import type { Bench } from './bench.ts'
import type { Child } from './subject-port.ts'
import type { CrowdAnswer, CrowdCommand } from './crowd.ts'
import { makeChat, makeUsers } from './seed.ts'
import { Sender } from './sender.ts'

/** CPU-seconds for a million deliveries, of the server process and with the database's. */
export interface FanOutCost {
  readonly server: number
  readonly withDatabase: number
  readonly perSecond: number
  /** Median from the write of the sender to his answer, in ms; NaN without senders. */
  readonly ackMs: number
}

/** A group whose members all listen. */
export class Group {
  readonly #bench: Bench
  readonly #crowd: Child<CrowdCommand, CrowdAnswer>
  readonly #chat: string
  readonly #members: number
  readonly #senders: Sender[]

  private constructor(
    bench: Bench,
    crowd: Child<CrowdCommand, CrowdAnswer>,
    chat: string,
    members: number,
    senders: Sender[],
  ) {
    this.#bench = bench
    this.#crowd = crowd
    this.#chat = chat
    this.#members = members
    this.#senders = senders
  }

  static async gather(bench: Bench, members: number): Promise<Group> {
    const users = makeUsers(members)
    const chat = await makeChat(bench.sql, users)
    const crowd = await bench.crowd()
    await crowd.ask({ do: 'join', port: bench.port, tickets: users.map((user) => user.ticket) })
    const senders = await Promise.all(users.slice(0, 8).map((user) => Sender.open(bench.port, user, chat)))
    const group = new Group(bench, crowd, chat, members, senders)
    // Lets the compiler see the paths before they count.
    await group.publish(Math.ceil(60_000 / members / 32) * 32)
    await group.send(Math.ceil(30_000 / members / 8) * 8, 4)
    return group
  }

  /** Fan-out alone: a lane's batches of 32, without senders and storage. */
  publish(messages: number): Promise<FanOutCost> {
    return this.#measure(messages, async () => {
      await this.#bench.subject.ask({ do: 'publish', chat: this.#chat, count: messages, batch: 32, size: 480 })
    })
  }

  /** The whole way, storage included; `window` messages in flight for each sender. */
  send(messages: number, window: number, senders = this.#senders): Promise<FanOutCost> {
    return this.#measure(
      messages,
      async () => {
        for (const sender of senders) sender.latencies.length = 0
        await Promise.all(senders.map((sender) => sender.send(messages / senders.length, window)))
      },
      senders,
    )
  }

  /** One message in flight in all. */
  sendAlone(messages: number): Promise<FanOutCost> {
    return this.send(messages, 1, this.#senders.slice(0, 1))
  }

  async part(): Promise<void> {
    for (const sender of this.#senders) sender.close()
    await this.#crowd.end()
  }

  async #measure(messages: number, work: () => Promise<void>, senders: readonly Sender[] = []): Promise<FanOutCost> {
    const frames = this.#members * messages
    const before = await this.#bench.cpu()
    const began = performance.now()
    const heard = this.#crowd.ask({ do: 'wait', frames })
    await work()
    await heard
    const seconds = (performance.now() - began) / 1000
    const after = await this.#bench.cpu()
    const { frames: surplus } = await this.#crowd.ask({ do: 'count' })
    if (surplus !== 0) throw new Error(`${surplus} frames too many`)
    const latencies = senders.flatMap((sender) => sender.latencies).sort((a, b) => a - b)
    const server = after.server - before.server
    const all = server + after.database - before.database
    return {
      server: (server / frames) * 1e6,
      withDatabase: (all / frames) * 1e6,
      perSecond: frames / seconds,
      ackMs: latencies[latencies.length >> 1] ?? Number.NaN,
    }
  }
}
