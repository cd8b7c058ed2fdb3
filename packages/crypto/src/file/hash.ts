import { type Bytes, concat, utf8Encode } from '@soroka/protocol/bytes'

/**
 * One hash for a whole file, made of the hashes of its chunks: they can be taken side by side, at the speed of the
 * browser's own code, and the file never lies whole in memory.
 */
export class FileHash {
  readonly #chunks: Promise<Bytes>[] = []

  /** The next chunk, before it is sealed or after it was opened. */
  add(plain: Bytes): void {
    this.put(this.#chunks.length, plain)
  }

  /** A chunk at its place; all of them must have come before the digest. */
  put(index: number, plain: Bytes): void {
    const hash = crypto.subtle.digest('SHA-256', plain).then((bytes) => new Uint8Array(bytes))
    // Seen in digest(); an earlier end of the work must not count as unhandled.
    hash.catch(() => undefined)
    this.#chunks[index] = hash
  }

  async digest(): Promise<Bytes> {
    const hashes = await Promise.all(this.#chunks)
    return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(utf8Encode('soroka/v1/file-hash\0'), ...hashes)))
  }
}
