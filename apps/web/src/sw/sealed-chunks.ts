import { sealedChunkSize, type SealedRange } from '@soroka/crypto/file'
import { SorokaError } from '@soroka/protocol'
import type { FileSource } from '@soroka/client/types'

type Bytes = Uint8Array<ArrayBuffer>

/** Sealed chunks of a range, one by one: cut out of the copy on this device, or as they come from the server. */
export async function* sealedChunks(
  source: FileSource,
  range: SealedRange,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): AsyncGenerator<Bytes> {
  const lengths = lengthsOf(source.size, range)
  if (source.sealed === undefined) return yield* cut(await ask(source, range, fetch, signal), lengths)
  let at = range.from
  for (const length of lengths) {
    yield new Uint8Array(await source.sealed.slice(at, at + length).arrayBuffer())
    at += length
  }
}

function lengthsOf(size: number, { first, last }: SealedRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => sealedChunkSize(size, first + at))
}

async function ask(
  { url }: FileSource,
  { from, to }: SealedRange,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const headers = { range: `bytes=${from}-${to - 1}` }
  const answer = await fetch(url, { headers, signal, credentials: 'omit', cache: 'no-store' })
  if (answer.status === 206 && answer.body) return answer.body.getReader()
  await answer.body?.cancel()
  if ([403, 404, 410].includes(answer.status)) throw new SorokaError('NOT_FOUND')
  throw new SorokaError(answer.status === 416 ? 'FILE_BROKEN' : 'UNAVAILABLE')
}

/** Puts pieces of any length together to chunks. Less than was promised is a line that broke. */
async function* cut(reader: ReadableStreamDefaultReader<Uint8Array>, lengths: number[]): AsyncGenerator<Bytes> {
  let piece = new Uint8Array()
  try {
    for (const length of lengths) {
      const chunk = new Uint8Array(length)
      for (let at = 0; at < length;) {
        if (piece.length === 0) {
          const { done, value } = await reader.read()
          if (done) throw new SorokaError('UNAVAILABLE')
          piece = new Uint8Array(value)
        }
        const part = piece.subarray(0, length - at)
        chunk.set(part, at)
        at += part.length
        piece = piece.subarray(part.length)
      }
      yield chunk
    }
  } finally {
    // Nobody waits for the rest; a line that broke is no further news.
    reader.cancel().catch(() => undefined)
  }
}
