import type { CallId, ChatId } from '@soroka/protocol'
import { createStore } from 'zustand/vanilla'

/** The call that one is about to come to, or to begin when it has no number yet. */
export interface Preview {
  chat: ChatId
  call?: CallId
}

export const previewStore = createStore<{ preview: Preview | null }>(() => ({ preview: null }))

/** Lets one look at oneself and choose devices before others see and hear one. */
export function openPreview(preview: Preview | null): void {
  previewStore.setState({ preview })
}
