import { toBase64url } from './base64url.ts'
import type { Bytes } from './bytes.ts'
import { RecordError } from './record-error.ts'

/** Takes a fixed layout apart, big-endian. Every method throws RecordError for bytes that are not canonical. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    // A plain view: Buffer's slice() would share memory with its pool instead of copying.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** How many bytes are consumed. */
  get offset(): number {
    return this.#at
  }

  u8(): number {
    return this.#integer(1)
  }

  u16(): number {
    return this.#integer(2)
  }

  u32(): number {
    return this.#integer(4)
  }

  u64(): number {
    const high = this.#integer(4)
    const low = this.#integer(4)
    if (high > 0x1fffff) throw new RecordError('range', 'u64 above 2^53 - 1')
    return high * 0x1_0000_0000 + low
  }

  bool(): boolean {
    const value = this.u8()
    if (value > 1) throw new RecordError('range', 'boolean')
    return value === 1
  }

  /** A copy of the next `length` bytes. */
  fixed(length: number): Bytes {
    const at = this.#take(length)
    return this.#bytes.slice(at, at + length)
  }

  id<T extends string>(length: number): T {
    return toBase64url(this.fixed(length)) as T
  }

  bytes16(max: number): Bytes {
    return this.#limited(this.u16(), max)
  }

  bytes32(max: number): Bytes {
    return this.#limited(this.u32(), max)
  }

  /** Everything that is left. */
  rest(): Bytes {
    return this.fixed(this.#bytes.length - this.#at)
  }

  /** Must be called last: RecordError 'trailing' if bytes are left. */
  end(): void {
    if (this.#at !== this.#bytes.length)
      throw new RecordError('trailing', `${this.#bytes.length - this.#at} bytes left`)
  }

  #limited(length: number, max: number): Bytes {
    if (length > max) throw new RecordError('too_large', `${length} bytes, at most ${max}`)
    return this.fixed(length)
  }

  #integer(size: number): number {
    const at = this.#take(size)
    let value = 0
    for (let i = at; i < at + size; i++) value = value * 256 + (this.#bytes[i] ?? 0)
    return value
  }

  #take(size: number): number {
    const at = this.#at
    if (at + size > this.#bytes.length) throw new RecordError('truncated', `${size} bytes at ${at}`)
    this.#at = at + size
    return at
  }
}
