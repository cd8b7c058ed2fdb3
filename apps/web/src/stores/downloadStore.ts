import type { FileId } from '@soroka/protocol'
import { createStore } from 'zustand/vanilla'

interface Progress {
  got: number
  total: number
}

/** How far files are on their way to this device; told several times a second, so it stands beside the messages. */
export const downloadStore = createStore<{ files: Readonly<Record<FileId, Progress>> }>(() => ({ files: {} }))

/** Takes the newest word of one file; null when it is here, or was given up. */
export function setDownload(id: FileId, progress: Progress | null): void {
  const files = { ...downloadStore.getState().files }
  if (progress) files[id] = progress
  else delete files[id]
  downloadStore.setState({ files })
}
