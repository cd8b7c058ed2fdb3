import type { AttachmentView } from '@soroka/client/types'

/** More than this a browser hands over only after long thought. */
const most = 200_000_000

/** Whether this browser hands such files to other programs of the device. */
export function canShareFiles(files: readonly AttachmentView[]): boolean {
  if (typeof navigator.canShare !== 'function' || files.length === 0) return false
  if (files.some(({ size, gone }) => size > most || gone === true)) return false
  return navigator.canShare({ files: files.map(({ name, type }) => new File([], name, { type })) })
}
