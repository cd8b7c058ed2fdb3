import type { MessageView } from '@soroka/client/types'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** How often messages were deleted or disappeared: what shows their words outside of the chat reads again. */
export const endedStore = createStore<{ times: number }>(() => ({ times: 0 }))

export function hearOfEnded(upserts: readonly MessageView[], removed: readonly string[]): void {
  if (removed.length === 0 && upserts.every(({ deleted }) => deleted === undefined)) return
  endedStore.setState(({ times }) => ({ times: times + 1 }))
}

export function useTimesEnded(): number {
  return useStore(endedStore, ({ times }) => times)
}
