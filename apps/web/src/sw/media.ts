/// <reference lib="webworker" />
import { type ErrorCode, SorokaError } from '@soroka/protocol'
import { mediaAnswer } from './media-answer.ts'
import { Sources } from './sources.ts'
import { MEDIA_PATH, type MediaNews, type MediaWord, type SourceAnswer, type SourceQuestion } from './talk.ts'

declare const self: ServiceWorkerGlobalScope

/** A page that does not answer is gone, or its engine is (ms). */
const PATIENCE = 20_000
/** Pages don't want to know more often how a download goes (ms). */
const NEWS = 250

const sources = new Sources()
/** What ends the streams of an address. */
const running = new Map<string, Set<AbortController>>()

/** Players and downloads of our own pages; a page that is opened by such an address gets nothing. */
export function isMedia(url: URL): boolean {
  return url.origin === self.location.origin && url.pathname.startsWith(MEDIA_PATH)
}

/** Opens a sealed file for a player or a download, as far and as fast as it is read. */
export async function answerMedia({ request, clientId }: FetchEvent): Promise<Response> {
  const token = new URL(request.url).pathname.slice(MEDIA_PATH.length)
  const player = request.destination === 'video' || request.destination === 'audio'
  const pages = await pagesOf(clientId)
  const ask = (of: string) => askPages(pages, of)
  const stop = new AbortController()
  const tell = (news: MediaNews) => pages.forEach((page) => page.postMessage(news))
  let told = 0
  const end = () => forget(token, stop)
  const open = async (fresh: boolean) => {
    const opened = await sources.open(token, ask, fresh)
    // An address that plays can't be opened as a page, nor saved under a name that its sender chose.
    if (player === opened.source.save) throw new SorokaError('FORBIDDEN')
    return opened
  }
  remember(token, stop)
  const reading = { open, fetch: (...args: Parameters<typeof fetch>) => fetch(...args), signal: stop.signal, pause }
  const answer = await mediaAnswer(request.headers.get('range'), reading, () => stop.abort(), {
    failed: (code: ErrorCode) => tell({ type: 'media.failed', token, code }),
    gave: (bytes, done) => {
      if (done) end()
      if (player || (!done && Date.now() - told < NEWS)) return
      told = Date.now()
      tell({ type: 'media.saved', token, bytes, done })
    },
  })
  if (answer.ok) return answer
  end()
  // The page stays where it is.
  return request.mode === 'navigate' ? new Response(null, { status: 204 }) : answer
}

/** What pages say about their addresses. */
export function hearMedia(word: MediaWord): void {
  switch (word.type) {
    case 'media.stop':
      sources.drop(word.token)
      for (const stop of running.get(word.token) ?? []) stop.abort()
      return
    case 'media.forget':
      sources.clear()
      for (const stops of running.values()) for (const stop of stops) stop.abort()
      return
    case 'media.claim':
      return void self.clients.claim()
    case 'media.awake':
  }
}

/** The page that asks; a download may come without one, then whichever page knows the address answers. */
async function pagesOf(id: string): Promise<readonly Client[]> {
  const client = id === '' ? undefined : await self.clients.get(id)
  return client ? [client] : await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
}

/** The first page that knows the address; others may be busy, or be no page of the app yet. */
async function askPages(pages: readonly Client[], token: string): Promise<SourceAnswer> {
  const asked = pages.map(async (page) => {
    const answer = await askPage(page, token)
    if ('code' in answer) throw new SorokaError(answer.code)
    return answer
  })
  try {
    return await Promise.any(asked)
  } catch (error) {
    const codes = error instanceof AggregateError ? error.errors.map(({ code }: SorokaError) => code) : []
    return { code: codes.find((code) => code !== 'NOT_FOUND') ?? 'NOT_FOUND' }
  }
}

function askPage(page: Client, token: string): Promise<SourceAnswer> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = setTimeout(() => resolve({ code: 'UNAVAILABLE' }), PATIENCE)
    const hear = ({ data }: MessageEvent<SourceAnswer>) => {
      clearTimeout(timer)
      port1.close()
      resolve(data)
    }
    port1.addEventListener('message', hear, { once: true })
    port1.start()
    page.postMessage({ type: 'media.source', token } satisfies SourceQuestion, [port2])
  })
}

function remember(token: string, stop: AbortController): void {
  const stops = running.get(token) ?? new Set()
  running.set(token, stops.add(stop))
}

function forget(token: string, stop: AbortController): void {
  const stops = running.get(token)
  stops?.delete(stop)
  if (stops?.size === 0) running.delete(token)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
