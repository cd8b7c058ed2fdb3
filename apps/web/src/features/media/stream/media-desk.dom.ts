import type { ErrorCode } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { authStore } from '../../../stores/authStore.ts'
import { MEDIA_PATH, type MediaNews, type MediaWord, type SourceAnswer, type SourceQuestion } from '../../../sw/talk.ts'
import type { FilePlace } from '../file-urls.dom.ts'

/** What becomes of an address that the service worker answers. */
export interface Watch {
  failed(code: ErrorCode): void
  saved?(bytes: number, done: boolean): void
}

interface Entry {
  place: FilePlace
  save: boolean
  watch: Watch
}

export interface MediaAddress {
  url: string
  /** It is not needed any more: what flows is stopped. */
  close(): void
}

/** The worker lives as long as somebody speaks to it twice in its half minute (ms). */
const AWAKE = 12_000
/** A first worker takes over within a moment of its installation, or there is none (ms). */
const TAKES_OVER = 2500

const open = new Map<string, Entry>()
let awake: ReturnType<typeof setInterval> | undefined
let listening = false

function tell(word: MediaWord): void {
  navigator.serviceWorker.controller?.postMessage(word)
}

async function answer(token: string): Promise<SourceAnswer> {
  const entry = open.get(token)
  if (!entry) return { code: 'NOT_FOUND' }
  const { chat, message, file } = entry.place
  try {
    const source = await engine.files.source(chat, message, file.id)
    return { source: { ...source, id: file.id, save: entry.save } }
  } catch (error) {
    return { code: error instanceof EngineError ? error.code : 'INTERNAL' }
  }
}

function hear({ data, ports }: MessageEvent<SourceQuestion | MediaNews>): void {
  switch (data.type) {
    case 'media.source':
      return void answer(data.token).then((word) => ports[0]?.postMessage(word))
    case 'media.failed':
      return open.get(data.token)?.watch.failed(data.code)
    case 'media.saved':
      return open.get(data.token)?.watch.saved?.(data.bytes, data.done)
  }
}

/** Whether the service worker answers this page; a page that was loaded past it asks to be taken on. */
async function served(): Promise<boolean> {
  // The fake engine and some private windows have none.
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  if (!container) return false
  if (container.controller) return true
  const registration = await container.getRegistration().catch(() => undefined)
  if (!registration) return false
  registration.active?.postMessage({ type: 'media.claim' } satisfies MediaWord)
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(container.controller !== null), TAKES_OVER)
    const taken = () => {
      clearTimeout(timer)
      resolve(true)
    }
    container.addEventListener('controllerchange', taken, { once: true })
  })
}

function stop(token: string): void {
  if (!open.delete(token)) return
  tell({ type: 'media.stop', token })
  if (open.size > 0) return
  clearInterval(awake)
  awake = undefined
}

/**
 * An address under which the service worker opens a file as it is read: to be played from any place, or to be saved.
 * Nobody can guess it, and it works in this page only. Null where no worker serves the page.
 */
export async function mediaAddress(place: FilePlace, save: boolean, watch: Watch): Promise<MediaAddress | null> {
  if (!(await served())) return null
  if (!listening) {
    navigator.serviceWorker.addEventListener('message', hear)
    navigator.serviceWorker.startMessages()
    listening = true
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const token = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  open.set(token, { place, save, watch })
  awake ??= setInterval(() => tell({ type: 'media.awake' }), AWAKE)
  return { url: MEDIA_PATH + token, close: () => stop(token) }
}

// Signing out leaves nothing that opens a file.
authStore.subscribe(({ session }) => {
  if (session !== null || open.size === 0) return
  open.clear()
  clearInterval(awake)
  awake = undefined
  tell({ type: 'media.forget' })
})
