import { type ChatId, SorokaError } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { SealedFile } from '@soroka/protocol/records'
import { FILE_CHUNK, sealedSize } from '@soroka/crypto/file'
import type { Api } from '../api/api.ts'
import { hasCode, toSorokaError } from '../api/api-errors.ts'
import { backoff } from '../websocket/backoff.ts'
import { WakeableSleep } from '../websocket/wakeable-sleep.ts'
import { piecesOf } from './pieces.ts'

export interface DownloadDeps {
  api: Api
  baseUrl: string
  fetch: typeof fetch
  random(): number
}

/** Tries that may bring nothing, one after the other; before the first byte somebody waits for an answer. */
const TRIES = 4
const TRIES_BEFORE = 1
/** Sealed chunks that are handed over together. */
const TOGETHER = 8
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
 * The sealed bytes of a file from the server, some whole chunks at a time, in two memories by turns: they are good until the next
 * are asked for, and those are read meanwhile. A line that breaks is taken up where it broke, to the byte.
 * @throws SorokaError NOT_FOUND; FILE_BROKEN when there is less than its sender said; UNAVAILABLE without a network
 */
export function download(deps: DownloadDeps, chat: ChatId, file: SealedFile): AsyncGenerator<Bytes> {
  return oneAhead(stretchesOf(deps, chat, file))
}

async function* stretchesOf(deps: DownloadDeps, chat: ChatId, file: SealedFile): AsyncGenerator<Bytes> {
  const total = sealedSize(file.size)
  const stretches = new Stretches(total)
  let at = 0
  for (let tries = 0; at < total; tries++) {
    if (tries > 0) await new WakeableSleep().sleep(backoff(tries, deps.random))
    const most = at === 0 ? TRIES_BEFORE : TRIES
    try {
      for await (const bytes of oneLine(deps, chat, file, at)) {
        at += bytes.length
        tries = 0
        yield* stretches.add(bytes)
      }
      // It ended well, and too early.
      if (at < total && tries >= most) throw new SorokaError('FILE_BROKEN')
    } catch (raw) {
      const error = toSorokaError(raw)
      if (!hasCode(error, 'UNAVAILABLE', 'RATE_LIMITED') || tries >= most) throw error
    }
  }
}

/** Asks for the next one while somebody is busy with the one before. */
async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = source.next()
  try {
    for (let next = await coming; next.done !== true; next = await coming) {
      coming = source.next()
      // Seen above; when somebody leaves before, nobody asks for it any more.
      coming.catch(() => undefined)
      yield next.value
    }
  } finally {
    // It ends when the line says something or is given up as dead; nobody waits for that.
    void source.return(undefined).catch(() => undefined)
  }
}

/** Puts pieces of any length together to stretches of whole chunks. What stands behind the end is left out. */
class Stretches {
  #memory: Bytes
  #other: Bytes
  #filled = 0
  /** Bytes that are still to come. */
  #left: number

  constructor(total: number) {
    const room = Math.min(sealedSize(TOGETHER * FILE_CHUNK), total)
    this.#memory = new Uint8Array(room)
    this.#other = new Uint8Array(room < total ? room : 0)
    this.#left = total
  }

  *add(bytes: Bytes): Generator<Bytes> {
    for (let at = 0; at < bytes.length && this.#left > 0;) {
      const room = Math.min(this.#left, this.#memory.length - this.#filled)
      const piece = bytes.subarray(at, at + room)
      this.#memory.set(piece, this.#filled)
      this.#filled += piece.length
      this.#left -= piece.length
      at += piece.length
      if (piece.length < room) return
      yield this.#memory.subarray(0, this.#filled)
      ;[this.#memory, this.#other] = [this.#other, this.#memory]
      this.#filled = 0
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
    if (answer.body === null) return
    for await (const piece of piecesOf(answer.body)) {
      clearTimeout(watch)
      watch = setTimeout(() => stop.abort(), SILENCE)
      yield piece
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
