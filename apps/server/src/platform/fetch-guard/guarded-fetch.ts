import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { fetchGuard } from './fetch-guard.ts'
import type { FetchGuard } from './fetch-guard.ts'
import { readBody } from './read-body.ts'
import { pinnedLookup, vetTarget } from './vet-target.ts'
import type { Target } from './vet-target.ts'

export interface FetchLimits {
  /** For all of it: names, redirects, the body. */
  readonly ms: number
  readonly redirects: number
  /** Of the body, packed and unpacked. */
  readonly bytes: number
}

export interface FetchOptions extends FetchLimits {
  /** The value of the Accept header. */
  readonly accept: string
  /** Whether a body of this content-type is wanted; and if so, whether its beginning alone is good for anything. */
  readonly takes: (contentType: string) => 'whole' | 'beginning' | undefined
  readonly guard?: FetchGuard
}

export interface Fetched {
  /** Where the redirects led. */
  readonly url: string
  readonly contentType: string
  readonly body: Buffer
}

const redirecting = new Set([301, 302, 303, 307, 308])

/**
 * Fetches a URL that a person typed (S9): nobody's cookies, no referrer, each redirect vetted like the first address.
 * Undefined when it may not be asked, or does not answer with something wanted; why, is nobody's business, since it would
 * tell what stands in this network. Never throws and never logs: errors carry the address.
 */
export async function guardedFetch(text: string, options: FetchOptions): Promise<Fetched | undefined> {
  const signal = AbortSignal.timeout(options.ms)
  const late = new Promise<undefined>((over) => {
    signal.addEventListener('abort', () => over(undefined), { once: true })
  })
  // A name server may keep silent for longer than the signal reaches.
  return Promise.race([follow(text, options, signal).catch(() => undefined), late])
}

async function follow(text: string, options: FetchOptions, signal: AbortSignal): Promise<Fetched | undefined> {
  const { guard = fetchGuard } = options
  let target = await vetTarget(text, undefined, guard)
  for (let left = options.redirects; target !== undefined; left -= 1) {
    const response = await ask(target, options.accept, signal)
    const { statusCode = 0, headers } = response
    if (!redirecting.has(statusCode)) return take(target, response, options)
    response.destroy()
    if (left === 0 || headers.location === undefined) return undefined
    target = await vetTarget(headers.location, target.url.href, guard)
  }
  return undefined
}

async function take(target: Target, response: IncomingMessage, options: FetchOptions): Promise<Fetched | undefined> {
  const contentType = response.headers['content-type'] ?? ''
  const part = options.takes(contentType)
  try {
    if (response.statusCode !== 200 || part === undefined) return undefined
    const { bytes, isWhole } = await readBody(response, options.bytes)
    if (!isWhole && part === 'whole') return undefined
    return { url: target.url.href, contentType, body: bytes }
  } finally {
    response.destroy()
  }
}

function ask({ url, addresses }: Target, accept: string, signal: AbortSignal): Promise<IncomingMessage> {
  const headers = {
    accept,
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Mozilla/5.0 (compatible; Soroka link preview)',
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    request(url, { agent: false, headers, lookup: pinnedLookup(addresses), signal }, resolve)
      .on('error', reject)
      .end()
  })
}
