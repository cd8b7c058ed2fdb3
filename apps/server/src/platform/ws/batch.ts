/**
 * The frames that a socket gets with its next write. Sockets that got the same frames in the same order stand at the
 * same node of a tree, so that the bytes of a busy room are joined once and not once for each member.
 */
export class Batch {
  /** Bytes of all frames from the root to here. */
  readonly size: number
  readonly #parent: Batch | undefined
  readonly #frame: Buffer | undefined
  #bytes: Buffer | undefined
  /** The child taken last: in a room every socket takes the same one. */
  #next: Batch | undefined
  #children: Map<Buffer, Batch> | undefined

  private constructor(parent: Batch | undefined, frame: Buffer | undefined) {
    this.#parent = parent
    this.#frame = frame
    this.size = (parent?.size ?? 0) + (frame?.length ?? 0)
  }

  static root(): Batch {
    return new Batch(undefined, undefined)
  }

  /** The batch with one more frame. Frames are told apart by identity. */
  with(frame: Buffer): Batch {
    const next = this.#next
    if (next !== undefined && next.#frame === frame) return next
    const known = this.#children?.get(frame)
    if (known !== undefined) return (this.#next = known)
    const child = new Batch(this, frame)
    if (next !== undefined && next.#frame !== undefined) {
      this.#children ??= new Map([[next.#frame, next]])
      this.#children.set(frame, child)
    }
    return (this.#next = child)
  }

  /** All frames, joined on the first call. */
  bytes(): Buffer {
    return (this.#bytes ??= this.#join())
  }

  #join(): Buffer {
    if (this.#frame !== undefined && this.size === this.#frame.length) return this.#frame
    const bytes = Buffer.allocUnsafe(this.size)
    Batch.#copy(this, bytes)
    return bytes
  }

  static #copy(last: Batch, bytes: Buffer): void {
    let at: Batch | undefined = last
    while (at !== undefined) {
      if (at.#frame !== undefined) at.#frame.copy(bytes, at.size - at.#frame.length)
      at = at.#parent
    }
  }
}
