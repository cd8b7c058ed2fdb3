import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import type { ShapeName } from '@soroka/protocol/records'
import type { AttachmentView, FileSource } from './files.ts'
import type { MessageView } from './messages.ts'

/** Files of one chat on this device. */
export interface StoredFiles {
  chat: ChatId
  bytes: number
  files: number
  /** Bytes among them that only this device has. */
  waiting: number
}

/** Files of messages: kept on this device once they were read whole. */
export interface FilesApi {
  /**
   * A whole file, opened and checked against its hash; from this device when it was read before.
   * For what fits into memory; `NOT_FOUND` when its message is, `FILE_GONE` when the server doesn't keep it any more,
   * `FILE_BROKEN` when it was tampered with.
   */
  read(chat: ChatId, message: MsgId, file: FileId): Promise<Blob>
  /** Ends the reading of a file that is on its way here: who waits for it gets UNAVAILABLE with `stopped`. */
  stop(file: FileId): Promise<void>
  source(chat: ChatId, message: MsgId, file: FileId): Promise<FileSource>
  /** What my files fill on the server, and how much they may; bytes. */
  usage(): Promise<{ used: number; quota: number }>
  /** What files fill on this device, by chat, the fullest first; `before`: only those of older messages. */
  stored(input?: { before?: number }): Promise<StoredFiles[]>
  /** Removes files from this device that the server has: they come again when somebody looks. What only this device has stays. */
  clear(input: { chat?: ChatId; before?: number; unusedSince?: number }): Promise<void>
  /**
   * Files of these shapes in messages of the chat: below a place in the log, newest first; or above one, oldest first.
   * `limit` counts messages.
   */
  gallery(
    chat: ChatId,
    input: { shapes: ShapeName[]; before?: number; after?: number; limit: number },
  ): Promise<{ message: MsgId; seq: number; at: number; file: AttachmentView; view: MessageView }[]>
}
