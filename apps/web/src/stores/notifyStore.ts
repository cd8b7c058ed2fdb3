import type { NotifySettings } from '@soroka/client/types'
import { createStore } from 'zustand/vanilla'

export interface NotifyState {
  /** What I am notified of; null until the server said it. */
  settings: NotifySettings | null
  /** Rises when the server says that settings or subscriptions are others now. */
  news: number
}

export const notifyStore = createStore<NotifyState>(() => ({ settings: null, news: 0 }))

export function pushChanged(): void {
  notifyStore.setState(({ news }) => ({ news: news + 1 }))
}
