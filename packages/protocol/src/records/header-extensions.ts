import { Reader, RecordError, Writer } from '../bytes/index.ts'
import type { FileId, UserId } from '../ids.ts'
import { HEADER_EXT } from './envelope.ts'
import { findExtension } from './extensions.ts'
import type { Extension } from './extensions.ts'
import { ID_BYTES } from './format.ts'

/** Most people that one message may name for their badges (rule 15). */
export const MAX_NOTIFY = 50

/** Most files that one message may name: ten, each with a preview (rule 20). */
export const MAX_FILES = 20

/** Whom a message calls: all members, or some. The server uses it for badges; openers compare it with the sealed body. */
export type Notify = { readonly all: boolean; readonly users: readonly UserId[] }

/** What of a message stands in clear beside its fixed fields (rule 25). */
export type HeaderOptions = {
  readonly notify?: Notify | undefined
  /** All files that the message needs, previews too; the server grants them to the chat (rule 20). */
  readonly files?: readonly FileId[] | undefined
  /** When the server erases it; milliseconds since 1970 (rule 16). */
  readonly expiresAt?: number | undefined
  /** When the server lets it into the log; milliseconds since 1970 (rule 8). */
  readonly sendAt?: number | undefined
  /** No sound and no push. */
  readonly silent?: boolean | undefined
}

export function writeHeaderOptions(options: HeaderOptions): Extension[] {
  const ext: Extension[] = []
  const { notify, files = [], expiresAt, sendAt, silent } = options
  if (notify !== undefined && (notify.all || notify.users.length > 0))
    ext.push({ tag: HEADER_EXT.notify, bytes: writeNotify(notify) })
  if (files.length > 0) ext.push({ tag: HEADER_EXT.files, bytes: writeFiles(files) })
  if (expiresAt !== undefined) ext.push({ tag: HEADER_EXT.expiresAt, bytes: new Writer().u64(expiresAt).finish() })
  if (sendAt !== undefined) ext.push({ tag: HEADER_EXT.sendAt, bytes: new Writer().u64(sendAt).finish() })
  if (silent === true) ext.push({ tag: HEADER_EXT.silent, bytes: new Uint8Array(0) })
  return ext
}

/** RecordError for a known extension that is not canonical; unknown ones are passed over. */
export function readHeaderOptions(ext: readonly Extension[]): HeaderOptions {
  const notify = findExtension(ext, HEADER_EXT.notify)
  const files = findExtension(ext, HEADER_EXT.files)
  const expiresAt = findExtension(ext, HEADER_EXT.expiresAt)
  const sendAt = findExtension(ext, HEADER_EXT.sendAt)
  const silent = findExtension(ext, HEADER_EXT.silent)
  if (silent !== undefined) new Reader(silent).end()
  return {
    notify: notify === undefined ? undefined : readNotify(notify),
    files: files === undefined ? undefined : readFiles(files),
    expiresAt: expiresAt === undefined ? undefined : readMoment(expiresAt),
    sendAt: sendAt === undefined ? undefined : readMoment(sendAt),
    silent: silent !== undefined,
  }
}

function writeNotify({ all, users }: Notify) {
  if (users.length > MAX_NOTIFY) throw new RecordError('too_large', 'notify')
  const writer = new Writer().bool(all).u8(users.length)
  for (const user of users) writer.id(user, ID_BYTES)
  return writer.finish()
}

function readNotify(bytes: Uint8Array): Notify {
  const reader = new Reader(bytes)
  const all = reader.bool()
  const count = reader.u8()
  if (count > MAX_NOTIFY) throw new RecordError('too_large', 'notify')
  // Nobody at all is said by leaving it out.
  if (!all && count === 0) throw new RecordError('range', 'notify')
  const users = Array.from({ length: count }, () => reader.id<UserId>(ID_BYTES))
  reader.end()
  if (new Set(users).size !== users.length) throw new RecordError('unsorted', 'notify')
  return { all, users }
}

function writeFiles(files: readonly FileId[]) {
  if (files.length > MAX_FILES) throw new RecordError('too_large', 'files')
  const writer = new Writer().u8(files.length)
  for (const file of files) writer.id(file, ID_BYTES)
  return writer.finish()
}

function readFiles(bytes: Uint8Array): FileId[] {
  const reader = new Reader(bytes)
  const count = reader.u8()
  if (count > MAX_FILES) throw new RecordError('too_large', 'files')
  // None is said by leaving it out.
  if (count === 0) throw new RecordError('range', 'files')
  const files = Array.from({ length: count }, () => reader.id<FileId>(ID_BYTES))
  reader.end()
  if (new Set(files).size !== files.length) throw new RecordError('unsorted', 'files')
  return files
}

function readMoment(bytes: Uint8Array): number {
  const reader = new Reader(bytes)
  const at = reader.u64()
  reader.end()
  return at
}
