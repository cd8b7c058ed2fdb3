import type { FileSource } from '@soroka/client/types'
import type { ErrorCode, FileId } from '@soroka/protocol'

/** Below this path the service worker answers itself; the server knows no such place. */
export const MEDIA_PATH = '/media/'

/** What a page gives for one of its addresses: enough to open the file in stretches. */
export interface OpenSource extends FileSource {
  id: FileId
  /** Goes to the disk as a download; else it is played. */
  save: boolean
}

/** The worker asks the page that made an address: it may have been stopped since, and links end after minutes. */
export interface SourceQuestion {
  type: 'media.source'
  token: string
}

export type SourceAnswer = { source: OpenSource } | { code: ErrorCode }

/** What becomes of an address; told to the page that made it. */
export type MediaNews =
  | { type: 'media.failed'; token: string; code: ErrorCode }
  /** Bytes of a download that were handed to the browser. */
  | { type: 'media.saved'; token: string; bytes: number; done: boolean }

/** What a page tells the worker. */
export type MediaWord =
  | { type: 'media.stop'; token: string }
  /** The account is signed out: nothing that opens its files stays. */
  | { type: 'media.forget' }
  /** A page that was loaded past the worker (hard reload) wants to be served by it. */
  | { type: 'media.claim' }
  /** Somebody plays: a worker that hears nothing for half a minute is stopped, and its streams with it. */
  | { type: 'media.awake' }
