import { type ChatId, SorokaError } from '@soroka/protocol'
import { type Bytes, concat } from '@soroka/protocol/bytes'
import type { SealedFile } from '@soroka/protocol/records'
import { sealedChunkSize, sealedSize } from '@soroka/crypto/file'
import type { Api } from '../api/api.ts'
import { hasCode, toSorokaError } from '../api/api-errors.ts'
import { backoff } from '../websocket/backoff.ts'
import { WakeableSleep } from '../websocket/wakeable-sleep.ts'

export interface DownloadDeps {
  api: Api
  baseUrl: string
  fetch: typeof fetch
  random(): number
}

/** Tries that may bring nothing, one after the other. */
const TRIES = 4
/** Silence after which a line counts as dead (ms). */
const SILENCE = 30_000

/** An address below our own origin from which the sealed bytes may be read, also in parts. */
export async function linkTo(
  { api, baseUrl }: Pick<DownloadDeps, 'api' | 'baseUrl'>,
  chat: ChatId,
  file: SealedFile,
): Promise<{ url: string; until: number }> {
  const { url, until, size } = await api.files.link({ file: file.id, chat })
  // Its sender signed how much there is.
  if (size !== sealedSize(file.size)) throw new SorokaError('FILE_BROKEN')
  const whole = new URL(url, baseUrl)
  if (whole.origin !== new URL(baseUrl).origin) throw new SorokaError('FILE_BROKEN')
  return { url: whole.href, until }
}

/**
 * The sealed chunks of a file from the server, in order. A line that breaks is taken up where it broke.
 * @throws SorokaError NOT_FOUND; FILE_BROKEN when there is less than its sender said; UNAVAILABLE without a network
 */
export async function* download(deps: DownloadDeps, chat: ChatId, file: SealedFile): AsyncGenerator<Bytes> {
  const total = sealedSize(file.size)
  let index = 0
  let at = 0
  for (let tries = 0; at < total; tries++) {
    if (tries > 0) await new WakeableSleep().sleep(backoff(tries, deps.random))
    try {
      for await (const chunk of oneLine(deps, chat, file, index, at)) {
        yield chunk
        index++
        at += chunk.length
        tries = 0
      }
    } catch (raw) {
      const error = toSorokaError(raw)
      if (!hasCode(error, 'UNAVAILABLE', 'RATE_LIMITED') || tries >= TRIES) throw error
      continue
    }
    // It ended well, and too early.
    if (at < total && tries >= TRIES) throw new SorokaError('FILE_BROKEN')
  }
}

async function* oneLine(
  deps: DownloadDeps,
  chat: ChatId,
  file: SealedFile,
  index: number,
  at: number,
): AsyncGenerator<Bytes> {
  const { url } = await linkTo(deps, chat, file)
  const stop = new AbortController()
  let watch = setTimeout(() => stop.abort(), SILENCE)
  try {
    const answer = await deps.fetch(url, {
      headers: at === 0 ? {} : { range: `bytes=${at}-` },
      signal: stop.signal,
      credentials: 'omit',
      cache: 'no-store',
    })
    if (answer.status === 403 || answer.status === 404 || answer.status === 410) throw new SorokaError('NOT_FOUND')
    if (answer.status === 416) throw new SorokaError('FILE_BROKEN')
    if (answer.status !== (at === 0 ? 200 : 206) || answer.body === null)
      throw new SorokaError('UNAVAILABLE', { status: answer.status })
    let held: Bytes[] = []
    let length = 0
    const reader = answer.body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        clearTimeout(watch)
        watch = setTimeout(() => stop.abort(), SILENCE)
        held.push(new Uint8Array(value.buffer, value.byteOffset, value.length))
        length += value.length
        for (let size = sealedChunkSize(file.size, index); size > 0 && length >= size;) {
          const joined = held.length === 1 ? (held[0] ?? new Uint8Array()) : concat(...held)
          yield joined.subarray(0, size)
          held = [joined.subarray(size)]
          length -= size
          index++
          size = sealedChunkSize(file.size, index)
        }
        if (sealedChunkSize(file.size, index) === 0) return
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  } finally {
    clearTimeout(watch)
  }
}
