import type { AttachmentView } from '@soroka/client/types'
import { useStore } from 'zustand'
import { downloadStore } from '../../../stores/downloadStore.ts'

/** Bytes of a file that are here, of all, while it comes. */
export function useDownload({ id }: AttachmentView): { got: number; total: number } | undefined {
  return useStore(downloadStore, ({ files }) => files[id])
}
