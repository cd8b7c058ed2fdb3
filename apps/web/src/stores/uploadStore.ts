import type { FileId } from '@soroka/protocol'
import type { UploadNews } from '@soroka/client/types'
import { createStore } from 'zustand/vanilla'

type Progress = Omit<UploadNews, 'id'>

/** How far files are on their way to the server; told several times a second, so it stands beside the messages. */
export const uploadStore = createStore<{ files: Readonly<Record<FileId, Progress>> }>(() => ({ files: {} }))

/** Takes the newest word; what has arrived is forgotten. */
export function applyUploads(news: readonly UploadNews[]): void {
  const files = { ...uploadStore.getState().files }
  for (const { id, ...progress } of news) {
    if (progress.sent >= progress.total) delete files[id]
    else files[id] = progress
  }
  uploadStore.setState({ files })
}
