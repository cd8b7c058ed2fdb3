import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { FileId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** What plays now: one thing at a time, and on while one looks at other chats. */
export interface Playing {
  message: MessageView
  file: AttachmentView
  paused: boolean
  /** It is on its way here. */
  coming: boolean
  /** Milliseconds. */
  at: number
  /** Milliseconds; 0 while nobody knows. */
  duration: number
  speed: number
}

export const playingStore = createStore<{ playing: Playing | null }>(() => ({ playing: null }))

/** What the row of a file shows; null when something else plays, or nothing. */
export function usePlaying(file: FileId): Playing | null {
  return useStore(playingStore, ({ playing }) => (playing?.file.id === file ? playing : null))
}

export function changePlaying(part: Partial<Playing>): void {
  playingStore.setState(({ playing }) => ({ playing: playing && { ...playing, ...part } }))
}
