import type { ErrorCode, FileId } from '@soroka/protocol'
import type { ShapeName } from '@soroka/protocol/records'

/** A file of a message as the screen shows it; all of it is known before the file is here, so boxes never jump. */
export interface AttachmentView {
  id: FileId
  shape: ShapeName
  name: string
  /** As the sender's device named it; only a hint for icon and player. */
  type: string
  /** Bytes. */
  size: number
  /** Pixels; 0 where there are none. */
  width: number
  height: number
  /** Milliseconds; 0 where nothing plays. */
  duration: number
  /** A tiny picture for the time until the real one is here. */
  thumb?: Uint8Array<ArrayBuffer>
  /** Sixty-four peaks of a voice message. */
  peaks?: Uint8Array<ArrayBuffer>
  /** A picture fit for the screen: of a large photo, or the poster of a video. */
  preview?: { id: FileId; size: number; width: number; height: number }
  /** Sealed bytes that the server has, while it is on its way there. */
  upload?: { sent: number; total: number }
  /** Asked for, and neither here nor on the server any more: its message keeps its words. */
  gone?: true
}

/** How far a file is on its way to the server; bytes as they lie there, sealed. */
export interface UploadNews {
  id: FileId
  sent: number
  total: number
  /** Why it does not move, while it is tried again and again. */
  trouble?: ErrorCode
}

/** A file that is to be sent: prepared by the screen, sealed and uploaded by the engine. */
export interface OutgoingFile {
  shape: ShapeName
  name: string
  type: string
  blob: Blob
  width?: number
  height?: number
  duration?: number
  thumb?: Uint8Array<ArrayBuffer>
  peaks?: Uint8Array<ArrayBuffer>
  preview?: { blob: Blob; width: number; height: number }
}

/** What opens a file range by range without the engine: for the service worker that plays videos. */
export interface FileSource {
  /** Below our own origin; works until `until` (milliseconds since 1970). */
  url: string
  until: number
  secret: Uint8Array<ArrayBuffer>
  size: number
  type: string
  name: string
  /** The sealed bytes, when they are on this device: then `url` is empty, and it works offline. */
  sealed?: Blob
}
