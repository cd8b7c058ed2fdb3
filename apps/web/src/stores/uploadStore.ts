import type { FileId } from '@soroka/protocol'
import { createStore } from 'zustand/vanilla'

interface Progress {
  sent: number
  total: number
}

/** How far files are on their way to the server; told several times a second, so it stands beside the messages. */
export const uploadStore = createStore<{ files: Readonly<Record<FileId, Progress>> }>(() => ({ files: {} }))

/** Takes the newest word; what has arrived is forgotten. */
export function applyUploads(news: readonly (Progress & { id: FileId })[]): void {
  const files = { ...uploadStore.getState().files }
  for (const { id, sent, total } of news) {
    if (sent >= total) delete files[id]
    else files[id] = { sent, total }
  }
  uploadStore.setState({ files })
}
