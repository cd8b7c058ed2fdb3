import type { DeviceId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

interface CallView {
  /** The chat stands beside the call, where there is room. */
  beside: boolean
  /** Everybody of one size, or who speaks large. */
  layout: 'grid' | 'speaker'
  /** Whose picture stays large. */
  pinned: DeviceId | null
  /** The call that was put aside while it rings: a bar shows it. */
  aside: string | null
  /** Emoji are offered. */
  reacting: boolean
  /** The small window over all programs that shows my call. */
  floating: Window | null
}

/** How this screen shows calls; nobody else needs to know. */
export const viewStore = createStore<CallView>(() => ({
  beside: false,
  layout: 'grid',
  pinned: null,
  aside: null,
  floating: null,
  reacting: false,
}))

export function useView<T>(select: (state: CallView) => T): T {
  return useStore(viewStore, select)
}
