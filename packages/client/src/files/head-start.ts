import type { FileId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Tus } from './tus.ts'

/** Sealed bytes that go to the server together. */
const PIECE = 4_194_304
/** The cipher waits this long for a piece to arrive (ms), not longer: on a slow line the rest is left to the upload. */
const PATIENCE = 200

/**
 * The first bytes of a file on their way to the server while the rest of it is still being sealed. It is only ever a gift: whatever
 * goes wrong here is silent, and the upload begins where this ended.
 */
export class HeadStart {
  readonly #tus: Pick<Tus, 'create' | 'append' | 'remove'>
  readonly #id: FileId
  readonly #bytes: number
  readonly #stop = new AbortController()
  #held: Bytes[] = []
  #size = 0
  #offset: number | undefined
  #running: Promise<void> | undefined

  constructor(tus: Pick<Tus, 'create' | 'append' | 'remove'>, id: FileId, bytes: number) {
    this.#tus = tus
    this.#id = id
    this.#bytes = bytes
  }

  /** Whether the server may have heard of it. */
  get begun(): boolean {
    return this.#offset !== undefined
  }

  /** The same parts, from the beginning of the file, in their order; each must stay as it is. */
  async *passing(parts: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
    for await (const part of parts) {
      if (!this.#stop.signal.aborted) await this.#take(part)
      yield part
    }
  }

  /** All is sealed: what is still on its way may arrive, if it does so soon. */
  async end(): Promise<void> {
    await this.#patiently()
    this.#giveUp()
    await this.#running
  }

  /** There will be no such file. */
  async takeBack(): Promise<void> {
    this.#giveUp()
    await this.#running
    if (this.begun) await this.#tus.remove(this.#id).catch(() => undefined)
  }

  async #take(part: Bytes): Promise<void> {
    this.#held.push(part)
    this.#size += part.length
    if (this.#size < PIECE) return
    if (!(await this.#patiently())) return this.#giveUp()
    const piece = new Blob(this.#held)
    this.#held = []
    this.#size = 0
    this.#running = this.#send(piece)
      .catch(() => this.#giveUp())
      .finally(() => (this.#running = undefined))
  }

  async #send(piece: Blob): Promise<void> {
    const { signal } = this.#stop
    if (this.#offset === undefined) {
      this.#offset = 0
      await this.#tus.create(this.#id, this.#bytes, signal)
    }
    const before = this.#offset
    this.#offset = await this.#tus.append(this.#id, before, piece, signal)
    if (this.#offset !== before + piece.size) this.#giveUp()
  }

  /** False when what is on its way does not arrive in time, or at all. */
  async #patiently(): Promise<boolean> {
    if (this.#running === undefined) return true
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((done) => (timer = setTimeout(() => done(false), PATIENCE)))
    const arrived = await Promise.race([this.#running.then(() => !this.#stop.signal.aborted), late])
    clearTimeout(timer)
    return arrived
  }

  #giveUp(): void {
    this.#stop.abort()
    this.#held = []
  }
}
