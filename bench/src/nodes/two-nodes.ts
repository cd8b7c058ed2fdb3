import type { Bench } from '../server/bench.ts'
import type { CrowdAnswer, CrowdCommand } from '../server/crowd.ts'
import { makeChat, makeUsers } from '../server/seed.ts'
import { Child } from '../server/subject-port.ts'
import type { SubjectAnswer, SubjectCommand } from '../server/subject-port.ts'

/** CPU-seconds for a million deliveries, by who spent them. */
export interface NodesCost {
  readonly speaker: number
  readonly hearers: number
}

/** The sockets of one node. */
interface Crowd {
  readonly crowd: Child<CrowdCommand, CrowdAnswer>
  readonly size: number
}

type Node = Child<SubjectCommand, SubjectAnswer>

/** A group whose members sit on several nodes by turns; the first node says everything. */
export class SpreadGroup {
  readonly #nodes: readonly Node[]
  readonly #crowds: readonly Crowd[]
  readonly #chat: string
  readonly #members: number

  private constructor(nodes: readonly Node[], group: { chat: string; members: number; crowds: readonly Crowd[] }) {
    this.#nodes = nodes
    this.#chat = group.chat
    this.#members = group.members
    this.#crowds = group.crowds
  }

  /** `redisUrl`: what they share; without it there is one. */
  static async gather(bench: Bench, count: number, members: number, redisUrl: string): Promise<SpreadGroup> {
    const args = [JSON.stringify(bench.address), redisUrl]
    const nodes = Array.from({ length: count }, (): Node => new Child('./subject.ts', args))
    const ports = await Promise.all(nodes.map(async (node) => (await node.ready).port ?? 0))
    const users = makeUsers(members)
    const chat = await makeChat(bench.sql, users)
    const crowds = await Promise.all(
      ports.map(async (port, at) => {
        const crowd = await bench.crowd()
        const own = users.filter((_, i) => i % count === at)
        await crowd.ask({ do: 'join', port, tickets: own.map((user) => user.ticket) })
        return { crowd, size: own.length }
      }),
    )
    const group = new SpreadGroup(nodes, { chat, members, crowds })
    // Lets the compiler see the paths before they count.
    await group.publish(256)
    return group
  }

  /** As a lane does after its commits, in batches of 32. Everybody gets everything, or this does not end. */
  async publish(messages: number): Promise<NodesCost> {
    const before = await this.#cpu()
    const heard = Promise.all(this.#crowds.map(({ crowd, size }) => crowd.ask({ do: 'wait', frames: messages * size })))
    await this.#nodes[0]?.ask({ do: 'publish', chat: this.#chat, count: messages, batch: 32, size: 480 })
    await heard
    const after = await this.#cpu()
    const [speaker = 0, ...hearers] = after.map(
      (cpu, at) => ((cpu - (before[at] ?? 0)) / (messages * this.#members)) * 1e6,
    )
    return { speaker, hearers: hearers.reduce((sum, cpu) => sum + cpu, 0) }
  }

  async part(): Promise<void> {
    await Promise.all([...this.#nodes, ...this.#crowds.map(({ crowd }) => crowd)].map((child) => child.end()))
  }

  #cpu(): Promise<number[]> {
    return Promise.all(this.#nodes.map(async (node) => (await node.ask({ do: 'cost' })).cpuSeconds ?? 0))
  }
}
