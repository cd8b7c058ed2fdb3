import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChatId, UserId } from '@soroka/protocol'
import { Child } from '../server/subject-port.ts'
import type { SeedAnswer, SeedCommand } from './commands.ts'

/** What is to be there before a server is measured. */
export interface SeedPlan {
  readonly people: number
  /** Sizes of groups of the first people, and how many envelopes each member gets for it. */
  readonly groups: readonly { readonly size: number; readonly each: number }[]
  /** Direct chats of person 2i and 2i + 1, and how many envelopes each of the two gets. */
  readonly pairs: { readonly count: number; readonly each: number }
}

type Worker = Child<SeedCommand, SeedAnswer>

/**
 * People, chats and sealed messages of a server, all made by the SDK and taken by the server as any others. The driver
 * gets what it can't make: tokens, and envelopes that wait to be sent.
 */
export class Seed {
  readonly #workers: readonly Worker[]
  readonly #folder: string
  #users: UserId[] = []
  readonly #groups: Record<number, ChatId> = {}
  #pairs: ChatId[] = []

  private constructor(workers: readonly Worker[], folder: string) {
    this.#workers = workers
    this.#folder = folder
  }

  /**
   * @param server where it listens, and the URL of its database, in which the mails with the codes lie
   * @param folder for the envelopes; emptied
   */
  static async sow(server: { url: string; database: string }, plan: SeedPlan, folder: string): Promise<Seed> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const workers = Array.from({ length: 2 }, (): Worker => new Child('../seed/worker.ts', []))
    await Promise.all(workers.map((worker) => worker.ready))
    const seed = new Seed(workers, folder)
    await seed.#signUp(server, plan.people)
    await seed.#makeChats(plan)
    await seed.#seal(plan)
    return seed
  }

  /**
   * Writes what the driver reads (bench/peers/driver/soroka.go), with tokens that are good for ten minutes.
   * @param whole with the envelopes, which take a second to read
   */
  async writeMaterial(whole: boolean): Promise<string> {
    const answers = await Promise.all(this.#workers.map((worker) => worker.ask({ do: 'tokens' })))
    const tokens = this.#users.map((_, i) => answers[this.#ownerOf(i)]?.tokens?.[i >> 1])
    const chats = whole ? [...Object.values(this.#groups), ...this.#pairs] : []
    const envelopes = Object.fromEntries(chats.map((chat) => [chat, join(this.#folder, chat)]))
    const file = join(this.#folder, 'material.json')
    await writeFile(file, JSON.stringify({ tokens, groups: this.#groups, pairs: this.#pairs, envelopes }))
    return file
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()))
  }

  /** People go to the processes by turns. */
  #ownerOf(person: number): number {
    return person % this.#workers.length
  }

  #share<T>(items: readonly T[], personOf: (item: T) => number, at: number): T[] {
    return items.filter((item) => this.#ownerOf(personOf(item)) === at)
  }

  async #signUp(server: { url: string; database: string }, count: number): Promise<void> {
    const numbers = Array.from({ length: count }, (_, i) => i)
    const users: UserId[] = []
    await Promise.all(
      this.#workers.map(async (worker, at) => {
        const own = this.#share(numbers, (number) => number, at)
        const answer = await worker.ask({ do: 'sign up', ...server, people: own })
        own.forEach((number, i) => {
          const user = answer.users?.[i]
          if (user !== undefined) users[number] = user
        })
      }),
    )
    this.#users = users
  }

  async #makeChats({ groups, pairs }: SeedPlan): Promise<void> {
    for (const { size } of groups) {
      const answer = await this.#workers[0]?.ask({ do: 'make group', owner: 0, users: this.#users.slice(1, size) })
      const [chat] = answer?.chats ?? []
      if (chat !== undefined) this.#groups[size] = chat
    }
    // The second of a pair begins where the first one's process has more to do: by turns.
    const wanted = Array.from({ length: pairs.count }, (_, i) => ({
      person: 2 * i + (i % 2),
      peer: 2 * i + 1 - (i % 2),
    }))
    const begun: ChatId[] = []
    await Promise.all(
      this.#workers.map(async (worker, at) => {
        const own = this.#share(wanted, ({ person }) => person, at)
        const named = own.map(({ person, peer }) => ({ person, peer: this.#users[peer] as UserId }))
        const { chats = [] } = await worker.ask({ do: 'begin directs', pairs: named })
        own.forEach(({ person }, i) => {
          const chat = chats[i]
          if (chat !== undefined) begun[person >> 1] = chat
        })
      }),
    )
    this.#pairs = begun
  }

  async #seal({ groups, pairs }: SeedPlan): Promise<void> {
    const chats = [
      ...groups.map(({ size, each }) => ({ chat: this.#groups[size], people: count(size), each })),
      ...this.#pairs.map((chat, i) => ({ chat, people: [2 * i, 2 * i + 1], each: pairs.each })),
    ]
    await Promise.all(
      this.#workers.map((worker, at) =>
        worker.ask({
          do: 'seal',
          folder: this.#folder,
          chats: chats.flatMap(({ chat, people, each }) =>
            chat === undefined ? [] : [{ chat, people: this.#share(people, (person) => person, at), each }],
          ),
        }),
      ),
    )
  }
}

const count = (size: number): number[] => Array.from({ length: size }, (_, i) => i)
