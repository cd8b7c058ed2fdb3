import { Agent as HttpAgent, request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { fetchGuard } from './fetch-guard.ts'
import type { FetchGuard } from './fetch-guard.ts'
import { pinnedLookup, vetTarget } from './vet-target.ts'
import type { Target } from './vet-target.ts'

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** For all of it: names, connecting, the answer. */
  readonly ms: number
  readonly guard?: FetchGuard
}

/** forbidden: an address that may not be asked. */
export type Posted =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly failed: 'forbidden' | 'timeout' | 'unreachable' }

/** Of an answer that nobody reads. */
const LONGEST_ANSWER = 65_536

/**
 * Posts to addresses that somebody gave (S9). Each is vetted each time; connections are kept for a while, and lead only
 * to addresses that were vetted when they were made.
 */
export class Poster {
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: 16, timeout: 60_000 }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: 16, timeout: 60_000 }),
  }

  /** Redirects are not followed. Never throws and never logs: errors carry the address. */
  async post(text: string, options: PostOptions): Promise<Posted> {
    const signal = AbortSignal.timeout(options.ms)
    const late = new Promise<Posted>((over) => {
      signal.addEventListener('abort', () => over({ failed: 'timeout' }), { once: true })
    })
    // A name server may keep silent for longer than the signal reaches.
    return Promise.race([this.#post(text, options, signal), late])
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  async #post(text: string, options: PostOptions, signal: AbortSignal): Promise<Posted> {
    try {
      const target = await vetTarget(text, undefined, options.guard ?? fetchGuard)
      if (target === undefined) return { failed: 'forbidden' }
      const response = await this.#send(target, options, signal)
      passOver(response)
      return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }
    } catch {
      return { failed: signal.aborted ? 'timeout' : 'unreachable' }
    }
  }

  #send({ url, addresses }: Target, { headers, body }: PostOptions, signal: AbortSignal): Promise<IncomingMessage> {
    const isSafe = url.protocol === 'https:'
    const request = isSafe ? requestHttps : requestHttp
    const agent = this.#agents[isSafe ? 'https:' : 'http:']
    const options = { method: 'POST', agent, headers: { ...headers }, lookup: pinnedLookup(addresses), signal }
    return new Promise((resolve, reject) => {
      request(url, options, resolve).on('error', reject).end(body)
    })
  }
}

/** To its end, so that the connection can be used again; one that does not end is cut. */
function passOver(response: IncomingMessage): void {
  let size = 0
  response.on('error', () => response.destroy())
  response.on('data', (part: Buffer) => {
    size += part.length
    if (size > LONGEST_ANSWER) response.destroy()
  })
}
