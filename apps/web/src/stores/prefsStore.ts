import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface PrefsState {
  /** The third pane on a wide screen. */
  info: boolean
  /** The folder whose tab is chosen; null: all chats. */
  folder: string | null
  /** Rows of the chat list are low. */
  compact: boolean
  /** Enter sends where there is a keyboard; otherwise Ctrl Enter does. */
  enterSends: boolean
  setInfo(info: boolean): void
  setFolder(folder: string | null): void
  setCompact(compact: boolean): void
  setEnterSends(enterSends: boolean): void
}

const keys = { info: 'soroka.info', compact: 'soroka.compact', enter: 'soroka.enter' }

/** What this browser remembers about the look; theme and language keep their own keys. */
export const prefsStore = createStore<PrefsState>((set) => ({
  info: localStorage.getItem(keys.info) !== 'closed',
  folder: null,
  compact: localStorage.getItem(keys.compact) === 'on',
  enterSends: localStorage.getItem(keys.enter) !== 'breaks',
  setInfo: (info) => {
    localStorage.setItem(keys.info, info ? 'open' : 'closed')
    set({ info })
  },
  setFolder: (folder) => set({ folder }),
  setCompact: (compact) => {
    localStorage.setItem(keys.compact, compact ? 'on' : 'off')
    set({ compact })
  },
  setEnterSends: (enterSends) => {
    localStorage.setItem(keys.enter, enterSends ? 'sends' : 'breaks')
    set({ enterSends })
  },
}))

export function usePrefs<T>(select: (state: PrefsState) => T): T {
  return useStore(prefsStore, select)
}
