import type { Bytes } from '@soroka/protocol/bytes'
import type { Shelf } from './shelf.ts'

/** A shelf for programs that end with what they hold. */
export class MemoryShelf implements Shelf {
  readonly #files = new Map<string, { blob: Blob; at: number }>()

  async put(name: string, parts: AsyncIterable<Bytes>): Promise<void> {
    const held: Bytes[] = []
    for await (const part of parts) held.push(part.slice())
    this.#files.set(name, { blob: new Blob(held), at: Date.now() })
  }

  async get(name: string): Promise<Blob | null> {
    return this.#files.get(name)?.blob ?? null
  }

  async remove(name: string): Promise<void> {
    this.#files.delete(name)
  }

  async list(): Promise<{ name: string; at: number }[]> {
    return [...this.#files].map(([name, { at }]) => ({ name, at }))
  }

  async wipe(): Promise<void> {
    this.#files.clear()
  }
}
