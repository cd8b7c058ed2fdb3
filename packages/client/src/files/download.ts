import { type ChatId, SorokaError } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
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

/** Tries that may bring nothing, one after the other; before the first byte somebody waits for an answer. */
const TRIES = 4
const TRIES_BEFORE = 1
/** Silence after which a line counts as dead (ms). */
const SILENCE = 30_000

/** An address below our own origin from which the sealed bytes may be read, also in parts. */
export async function linkTo(
  { api, baseUrl }: Pick<DownloadDeps, 'api' | 'baseUrl'>,
  chat: ChatId,
  file: SealedFile,
): Promise<{ url: string; until: number }> {
  const { url, until, size } = await api.files.link({ file: file.id, chat }).catch((raw: unknown) => {
    throw toSorokaError(raw)
  })
  // Its sender signed how much there is.
  if (size !== sealedSize(file.size)) throw new SorokaError('FILE_BROKEN')
  const whole = new URL(url, baseUrl)
  if (whole.origin !== new URL(baseUrl).origin) throw new SorokaError('FILE_BROKEN')
  return { url: whole.href, until }
}

/**
 * The sealed chunks of a file from the server, in order. A line that breaks is taken up where it broke, to the byte.
 * @throws SorokaError NOT_FOUND; FILE_BROKEN when there is less than its sender said; UNAVAILABLE without a network
 */
export async function* download(deps: DownloadDeps, chat: ChatId, file: SealedFile): AsyncGenerator<Bytes> {
  const total = sealedSize(file.size)
  const chunks = new Chunks(file.size)
  let at = 0
  for (let tries = 0; at < total; tries++) {
    if (tries > 0) await new WakeableSleep().sleep(backoff(tries, deps.random))
    const most = at === 0 ? TRIES_BEFORE : TRIES
    try {
      for await (const bytes of oneLine(deps, chat, file, at)) {
        at += bytes.length
        tries = 0
        yield* chunks.add(bytes)
      }
      // It ended well, and too early.
      if (at < total && tries >= most) throw new SorokaError('FILE_BROKEN')
    } catch (raw) {
      const error = toSorokaError(raw)
      if (!hasCode(error, 'UNAVAILABLE', 'RATE_LIMITED') || tries >= most) throw error
    }
  }
}

/** Puts pieces of any length together to sealed chunks, each in memory of its own. What stands behind the end is left out. */
class Chunks {
  readonly #size: number
  #chunk: Bytes | null = null
  #filled = 0
  #index = 0

  constructor(size: number) {
    this.#size = size
  }

  *add(bytes: Bytes): Generator<Bytes> {
    for (let at = 0; at < bytes.length;) {
      const length = sealedChunkSize(this.#size, this.#index)
      if (length === 0) return
      this.#chunk ??= new Uint8Array(length)
      const piece = bytes.subarray(at, at + length - this.#filled)
      this.#chunk.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled < length) return
      yield this.#chunk
      this.#chunk = null
      this.#filled = 0
      this.#index++
    }
  }
}

/** What comes from a place on until the line breaks or the file ends. */
async function* oneLine(deps: DownloadDeps, chat: ChatId, file: SealedFile, at: number): AsyncGenerator<Bytes> {
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
    checkAnswer(answer, at)
    const reader = answer.body?.getReader()
    try {
      for (;;) {
        const piece = await reader?.read()
        if (piece === undefined || piece.done) return
        clearTimeout(watch)
        watch = setTimeout(() => stop.abort(), SILENCE)
        const { buffer, byteOffset, length } = piece.value
        yield new Uint8Array(buffer, byteOffset, length)
      }
    } finally {
      await reader?.cancel().catch(() => undefined)
    }
  } finally {
    clearTimeout(watch)
  }
}

function checkAnswer({ status }: Response, at: number): void {
  if (status === 403 || status === 404 || status === 410) throw new SorokaError('NOT_FOUND')
  if (status === 416) throw new SorokaError('FILE_BROKEN')
  if (status !== (at === 0 ? 200 : 206)) throw new SorokaError('UNAVAILABLE', { status })
}
