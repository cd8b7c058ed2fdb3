import type { ChatView, MessageView } from '@soroka/client/types'
import { createStore } from 'zustand/vanilla'

/** The message that is shown on a toast now; a newer one takes its place. */
export const newsStore = createStore<{ news: { chat: ChatView; message: MessageView } | null }>(() => ({ news: null }))
