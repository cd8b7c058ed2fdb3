import { FILE_CHUNK, type FileKeys, openChunk, rangeOf } from '@soroka/crypto/file'
import { SorokaError } from '@soroka/protocol'
import { sealedChunks } from './sealed-chunks.ts'
import type { Stretch } from './byte-range.ts'
import type { OpenSource } from './talk.ts'

export interface Opened {
  source: OpenSource
  keys: FileKeys
}

export interface Reading {
  /** `fresh`: what was known did not work. */
  open(fresh: boolean): Promise<Opened>
  fetch: typeof globalThis.fetch
  signal: AbortSignal
  /** Waits before another try. */
  pause(ms: number): Promise<void>
}

/** A player that seeks away has cost no more than this, and a paused one holds no line open. */
const AT_ONCE = 16 * FILE_CHUNK
const PAUSES = [300, 1000, 2500]

/**
 * A stretch of a file, opened chunk by chunk while it is read. A broken line is taken up where it broke; a link that is
 * over is asked for anew.
 * @throws SorokaError FILE_BROKEN for a chunk that is not the one that was sent; NOT_FOUND, UNAVAILABLE
 */
export async function* plainBytes(reading: Reading, { from, to }: Stretch): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let at = from
  let fresh = false
  for (let failures = 0; at < to;) {
    try {
      for await (const bytes of oneRead(reading, fresh, at, to)) {
        at += bytes.length
        failures = 0
        fresh = false
        yield bytes
      }
    } catch (error) {
      reading.signal.throwIfAborted()
      const code = error instanceof SorokaError ? error.code : 'UNAVAILABLE'
      const wait = PAUSES[failures++]
      const again = code === 'UNAVAILABLE' || (code === 'NOT_FOUND' && !fresh)
      if (!again || wait === undefined) throw new SorokaError(code)
      if (code === 'UNAVAILABLE') await reading.pause(wait)
      fresh = true
    }
  }
}

async function* oneRead(
  { open, fetch, signal }: Reading,
  fresh: boolean,
  at: number,
  to: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { source, keys } = await open(fresh)
  const end = source.save ? to : Math.min(to, (Math.floor(at / FILE_CHUNK) + AT_ONCE / FILE_CHUNK) * FILE_CHUNK)
  const range = rangeOf(source.size, at, end - at)
  if (range === null) return
  let index = range.first
  let left = range.length
  for await (const sealed of sealedChunks(source, range, fetch, signal)) {
    const plain = await openChunk(keys, index, sealed)
    if (plain === null) throw new SorokaError('FILE_BROKEN')
    const start = index === range.first ? range.skip : 0
    const part = plain.subarray(start, start + left)
    left -= part.length
    index++
    yield part
  }
}
