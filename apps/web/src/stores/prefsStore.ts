import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface PrefsState {
  /** The third pane on a wide screen. */
  info: boolean
  setInfo(info: boolean): void
}

const key = 'soroka.info'

/** What this browser remembers about the look; theme and language keep their own keys. */
export const prefsStore = createStore<PrefsState>((set) => ({
  info: localStorage.getItem(key) !== 'closed',
  setInfo: (info) => {
    localStorage.setItem(key, info ? 'open' : 'closed')
    set({ info })
  },
}))

export function usePrefs<T>(select: (state: PrefsState) => T): T {
  return useStore(prefsStore, select)
}
