import type { CallParty, FrameKeys } from '../../types/calls.ts'

/** How much later than it is known a key is used to send (ms): by then the others know it too. */
const LATER = 3000
/** Between two tries to get keys (ms). */
const AGAIN = 1000

export const identityOf = ({ user, device, connEpoch }: CallParty): string => `${user}:${device}:${connEpoch}`

/** What a frame says of its key: one byte. */
export const slotOf = (epoch: number, index: number): number => ((epoch & 15) << 4) | (index & 15)

interface Options {
  me: CallParty
  ask(senders: CallParty[], index: number): Promise<FrameKeys>
  /** What opens the frames of another join. */
  open(identity: string, key: Uint8Array<ArrayBuffer>, slot: number): Promise<void>
  /** What my own are sealed with from now on. */
  seal(identity: string, key: Uint8Array<ArrayBuffer>, slot: number): Promise<void>
  failed(error: unknown): void
}

/** Keeps the keys of a call through a server: those of all at once, my own for sending a little later (E77). */
export class Rotation {
  readonly #options: Options
  readonly #known = new Set<string>()
  #others: CallParty[] = []
  #index = 0
  #mine: number | null = null
  #next: { slot: number; timer: ReturnType<typeof setTimeout> } | null = null
  #again: ReturnType<typeof setTimeout> | undefined
  #isRunning = false
  #isStale = false
  #isClosed = false
  readonly #first: Promise<void>
  #isReady: () => void = () => undefined

  constructor(options: Options) {
    this.#options = options
    this.#first = new Promise((resolve) => (this.#isReady = resolve))
  }

  /** There is a key to send with. */
  ready(): Promise<void> {
    return this.#first
  }

  follow(others: readonly CallParty[], departures: number): void {
    this.#others = [...others]
    this.#index = Math.max(this.#index, departures)
    this.look()
  }

  /** Asks for what is not known yet; one question at a time. */
  look(): void {
    if (this.#isClosed) return
    this.#isStale = true
    if (!this.#isRunning) void this.#work()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#again)
    clearTimeout(this.#next?.timer)
  }

  async #work(): Promise<void> {
    clearTimeout(this.#again)
    this.#isRunning = true
    try {
      while (this.#isStale && !this.#isClosed) {
        this.#isStale = false
        // For a moment the others still send under the key from before the last departure.
        if (this.#index > 0) await this.#load(this.#index - 1)
        await this.#load(this.#index)
      }
    } catch (error) {
      this.#options.failed(error)
      if (!this.#isClosed) this.#again = setTimeout(() => this.look(), AGAIN)
    } finally {
      this.#isRunning = false
    }
  }

  async #load(index: number): Promise<void> {
    const { me, ask, open } = this.#options
    const parties = [...this.#others, me]
    const { epoch, keys } = await ask(parties, index)
    if (this.#isClosed) return
    const slot = slotOf(epoch, index)
    for (const [n, party] of parties.entries()) {
      const key = keys[n]
      const mark = `${identityOf(party)} ${epoch} ${index}`
      if (!key || this.#known.has(mark)) continue
      if (party !== me) {
        await open(identityOf(party), key, slot)
        this.#known.add(mark)
      } else if (index === this.#index) await this.#use(key, slot)
    }
  }

  async #use(key: Uint8Array<ArrayBuffer>, slot: number): Promise<void> {
    const { me, seal, failed } = this.#options
    if (slot === (this.#next?.slot ?? this.#mine)) return
    if (this.#mine === null) {
      this.#mine = slot
      await seal(identityOf(me), key, slot)
      this.#isReady()
      return
    }
    clearTimeout(this.#next?.timer)
    const timer = setTimeout(() => {
      this.#next = null
      this.#mine = slot
      void seal(identityOf(me), key, slot).catch(failed)
    }, LATER)
    this.#next = { slot, timer }
  }
}
