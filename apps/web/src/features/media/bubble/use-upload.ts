import type { AttachmentView } from '@soroka/client/types'
import { useStore } from 'zustand'
import { uploadStore } from '../../../stores/uploadStore.ts'

/** Bytes of a file that the server has, of all; undefined once it is there. */
export function useUpload(file: AttachmentView): AttachmentView['upload'] {
  const live = useStore(uploadStore, ({ files }) => files[file.id])
  const preview = useStore(uploadStore, ({ files }) => (file.preview ? files[file.preview.id] : undefined))
  if (!file.upload) return undefined
  if (!live) return file.upload
  // Preview and file go out side by side: the ring is about both.
  return { sent: live.sent + (preview?.sent ?? 0), total: live.total + (preview?.total ?? 0) }
}
