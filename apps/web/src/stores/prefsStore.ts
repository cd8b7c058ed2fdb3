import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface PrefsState {
  /** The third pane on a wide screen. */
  info: boolean
  /** The folder whose tab is chosen; null: all chats. */
  folder: string | null
  setInfo(info: boolean): void
  setFolder(folder: string | null): void
}

const key = 'soroka.info'

/** What this browser remembers about the look; theme and language keep their own keys. */
export const prefsStore = createStore<PrefsState>((set) => ({
  info: localStorage.getItem(key) !== 'closed',
  folder: null,
  setInfo: (info) => {
    localStorage.setItem(key, info ? 'open' : 'closed')
    set({ info })
  },
  setFolder: (folder) => set({ folder }),
}))

export function usePrefs<T>(select: (state: PrefsState) => T): T {
  return useStore(prefsStore, select)
}
