import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { FileId } from '@soroka/protocol'
import { createStore } from 'zustand/vanilla'
import { authStore } from '../../../stores/authStore.ts'
import { isVisual } from '../shapes.ts'

interface ViewerState {
  message: MessageView | null
  files: AttachmentView[]
  at: number
}

const closed: ViewerState = { message: null, files: [], at: 0 }

/** The picture that fills the screen, and its neighbours in the message. */
export const viewerStore = createStore<ViewerState>(() => closed)

export function openViewer(message: MessageView, file: FileId): void {
  const files = (message.files ?? []).filter(({ shape }) => isVisual(shape))
  viewerStore.setState({
    message,
    files,
    at: Math.max(
      0,
      files.findIndex(({ id }) => id === file),
    ),
  })
}

export function turnViewer(step: number): void {
  viewerStore.setState(({ files, at }) => ({ at: Math.min(files.length - 1, Math.max(0, at + step)) }))
}

export function closeViewer(): void {
  viewerStore.setState(closed)
}

// Signing out leaves no picture on the screen.
authStore.subscribe(({ session }) => {
  if (session === null) closeViewer()
})
