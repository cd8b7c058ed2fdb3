import { type FileId, SorokaError } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'

/** What is smaller is here before anybody looks. */
const WORTH = 1_000_000
/** Screens don't want to know more often (ms). */
const PAUSE = 200

/** How far files are on their way to this device, and the way to end it. */
export class DownloadProgress {
  readonly #tell: (file: FileId, progress: { got: number; total: number } | null) => void
  readonly #running = new Set<FileId>()
  readonly #stopped = new Set<FileId>()

  constructor(tell: (file: FileId, progress: { got: number; total: number } | null) => void) {
    this.#tell = tell
  }

  /** @throws SorokaError UNAVAILABLE with `stopped` once it was stopped, instead of the next chunk */
  async *counted(id: FileId, total: number, chunks: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
    let got = 0
    let told = 0
    this.#running.add(id)
    try {
      for await (const chunk of chunks) {
        if (this.#stopped.has(id)) throw new SorokaError('UNAVAILABLE', { stopped: true })
        got += chunk.length
        if (total > WORTH && Date.now() - told > PAUSE) {
          told = Date.now()
          this.#tell(id, { got, total })
        }
        yield chunk
      }
    } finally {
      this.#running.delete(id)
      this.#stopped.delete(id)
      if (told > 0) this.#tell(id, null)
    }
  }

  stop(id: FileId): void {
    if (this.#running.has(id)) this.#stopped.add(id)
  }
}
