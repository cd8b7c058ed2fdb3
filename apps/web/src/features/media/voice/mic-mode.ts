import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Kind } from './recording-type.ts'

const key = 'soroka.microphone'

const modeStore = createStore<{ mode: Kind }>(() => ({
  mode: localStorage.getItem(key) === 'round' ? 'round' : 'voice',
}))

/** What the button beside the field records; this browser remembers it. */
export function useMicMode(): Kind {
  return useStore(modeStore, ({ mode }) => mode)
}

export function setMicMode(mode: Kind): void {
  localStorage.setItem(key, mode)
  modeStore.setState({ mode })
}
