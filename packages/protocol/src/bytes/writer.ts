import { fromBase64url } from './base64url.ts'
import type { Bytes } from './bytes.ts'
import { RecordError } from './record-error.ts'

/** Builds a fixed layout, big-endian. Every method checks its range and throws RecordError. */
export class Writer {
  #buffer = new Uint8Array(256)
  #length = 0

  u8(value: number): this {
    return this.#integer(value, 1, 0xff)
  }

  u16(value: number): this {
    return this.#integer(value, 2, 0xffff)
  }

  u32(value: number): this {
    return this.#integer(value, 4, 0xffffffff)
  }

  /** Eight bytes, of which only values up to 2^53 - 1 are used. */
  u64(value: number): this {
    return this.#integer(value, 8, Number.MAX_SAFE_INTEGER)
  }

  bool(value: boolean): this {
    return this.u8(value ? 1 : 0)
  }

  /** Exactly `length` bytes without a length in front. */
  fixed(bytes: Uint8Array, length: number): this {
    if (bytes.length !== length) throw new RecordError('length', `${bytes.length} bytes instead of ${length}`)
    return this.raw(bytes)
  }

  /** A base64url id of exactly `length` bytes. */
  id(id: string, length: number): this {
    return this.fixed(fromBase64url(id), length)
  }

  /** u16 length, then the bytes. */
  bytes16(bytes: Uint8Array): this {
    return this.u16(bytes.length).raw(bytes)
  }

  /** u32 length, then the bytes. */
  bytes32(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes)
  }

  raw(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.length)
    this.#buffer.set(bytes, at)
    return this
  }

  finish(): Bytes {
    return this.#buffer.slice(0, this.#length)
  }

  #integer(value: number, size: number, max: number): this {
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw new RecordError('range', `${value} is not a u${size * 8}`)
    let at = this.#reserve(size) + size
    let rest = value
    for (let i = 0; i < size; i++) {
      this.#buffer[--at] = rest % 256
      rest = Math.floor(rest / 256)
    }
    return this
  }

  #reserve(size: number): number {
    const at = this.#length
    const needed = at + size
    if (needed > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2))
      grown.set(this.#buffer)
      this.#buffer = grown
    }
    this.#length = needed
    return at
  }
}
