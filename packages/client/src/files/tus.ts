import { type ErrorCode, type FileId, protocolVersion, SorokaError } from '@soroka/protocol'
import type { TokenSource } from '../api/api.ts'
import { isErrorCode, toSorokaError } from '../api/api-errors.ts'

/** A request of ours: headers are plain names and values. */
type Ask = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

interface Options {
  baseUrl: string
  fetch: typeof fetch
  tokens: TokenSource
}

export interface Upload {
  id: FileId
  /** The sealed bytes; the same ones each time. */
  blob: Blob
  /** The server never heard of it. */
  fresh: boolean
  signal: AbortSignal
  /** Bytes that the server has. */
  sent(bytes: number): void
}

/** A piece should take about this long, so that its end is news and a cut costs little. */
const PIECE_MS = 1000
const FIRST_PIECE = 262_144
const LARGEST_PIECE = 16_777_216
/** Nothing is that slow: the line is dead. */
const TIMEOUT = 120_000

/**
 * The part of tus 1.0 (https://tus.io) that a sealed copy on the device needs: creation, resuming, termination. ADR 0010 says
 * why it is not tus-js-client.
 */
export class Tus {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Returns when the server has all of it. Throws SorokaError; whatever was sent is gone on with by the next try. */
  async upload(upload: Upload): Promise<void> {
    const { id, blob, signal, sent } = upload
    let offset = upload.fresh ? null : await this.#offset(id, signal)
    if (offset === null) offset = await this.#create(upload)
    sent(offset)
    let piece = FIRST_PIECE
    while (offset < blob.size) {
      const began = performance.now()
      const next = await this.#append(id, offset, blob.slice(offset, offset + piece), signal)
      if (next <= offset) throw new SorokaError('UNAVAILABLE', { reason: 'upload' })
      offset = next
      sent(offset)
      const took = performance.now() - began
      piece = Math.min(
        LARGEST_PIECE,
        Math.max(FIRST_PIECE / 4, took * 2 < PIECE_MS ? piece * 4 : took > PIECE_MS * 2 ? piece / 2 : piece),
      )
    }
  }

  /** Gives up an upload, or a file that no message names. Quiet when there is nothing. */
  async remove(id: FileId): Promise<void> {
    const answer = await this.#ask(`/${id}`, { method: 'DELETE' })
    if (!answer.ok && answer.status !== 404 && answer.status !== 410) throw await errorOf(answer)
  }

  /** How much the server has; null when it has nothing. */
  async #offset(id: FileId, signal: AbortSignal): Promise<number | null> {
    const answer = await this.#ask(`/${id}`, { method: 'HEAD', signal })
    if (answer.status === 404 || answer.status === 410) return null
    if (!answer.ok) throw await errorOf(answer)
    return offsetOf(answer)
  }

  /** A small file goes along with its announcement. */
  async #create({ id, blob, signal }: Upload): Promise<number> {
    const first = blob.size <= FIRST_PIECE + 16
    const headers = {
      'upload-length': `${blob.size}`,
      'upload-metadata': `id ${btoa(id)}`,
      ...(first ? { 'content-type': 'application/offset+octet-stream' } : {}),
    }
    const answer = await this.#ask('', { method: 'POST', headers, signal, ...(first ? { body: blob } : {}) })
    // It came through before, and the answer was lost.
    if (answer.status === 409) {
      const offset = await this.#offset(id, signal)
      // The server is about to delete an older one of this name.
      if (offset === null) throw new SorokaError('UNAVAILABLE', { reason: 'upload' })
      return offset
    }
    if (!answer.ok) throw await errorOf(answer)
    return first ? offsetOf(answer) : 0
  }

  async #append(id: FileId, offset: number, piece: Blob, signal: AbortSignal): Promise<number> {
    const headers = { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' }
    const answer = await this.#ask(`/${id}`, { method: 'PATCH', headers, body: piece, signal })
    if (answer.ok) return offsetOf(answer)
    // Part of the piece before came through: the server says how much.
    if (answer.status === 409) return (await this.#offset(id, signal)) ?? offset
    throw await errorOf(answer)
  }

  async #ask(path: string, init: Ask): Promise<Response> {
    const { tokens } = this.#options
    const token = await tokens.get()
    const answer = await this.#send(path, init, token)
    if (answer.status !== 401 || token === null) return answer
    await tokens.renew(token)
    return await this.#send(path, init, await tokens.get())
  }

  async #send(path: string, init: Ask, token: string | null) {
    const { baseUrl, fetch } = this.#options
    const headers = {
      'tus-resumable': '1.0.0',
      'x-soroka': '1',
      'x-soroka-version': `${protocolVersion}`,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...init.headers,
    }
    const timeout = AbortSignal.timeout(TIMEOUT)
    const signal = init.signal === undefined || init.signal === null ? timeout : AbortSignal.any([init.signal, timeout])
    try {
      const url = new URL(`/api/files/uploads${path}`, baseUrl)
      return await fetch(url, { ...init, headers, signal, credentials: 'same-origin', cache: 'no-store' })
    } catch (error) {
      throw toSorokaError(error)
    }
  }
}

function offsetOf(answer: Response): number {
  const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN)
  if (!Number.isSafeInteger(offset) || offset < 0) throw new SorokaError('UNAVAILABLE', { reason: 'upload' })
  return offset
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
  507: 'STORAGE_FULL',
}

/** What the server says, by its code if it gives one. A status alone stands for something that may pass. */
async function errorOf(answer: Response): Promise<SorokaError> {
  const body: unknown = await answer.json().catch(() => null)
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string')
    if (isErrorCode(body.code)) return new SorokaError(body.code)
  return new SorokaError(BY_STATUS[answer.status] ?? 'UNAVAILABLE', { status: answer.status })
}
