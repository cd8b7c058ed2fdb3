import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Why there is nothing to do here any more; after some one may ask again, after `left` come back. */
export type GuestEnd = 'unknown' | 'broken' | 'over' | 'declined' | 'removed' | 'revoked' | 'left' | 'lost'

interface GuestStore {
  /** reading: what the link leads to is asked for · door: one may knock · waiting: one has · call: one is let in. */
  at: 'reading' | 'offline' | 'door' | 'waiting' | 'call' | 'end'
  inviter: string
  /** No more devices fit into the call. */
  full: boolean
  end: GuestEnd
  /** The name given last. */
  name: string
}

export const guestStore = createStore<GuestStore>(() => ({
  at: 'reading',
  inviter: '',
  full: false,
  end: 'unknown',
  name: '',
}))

export function useGuest<T>(select: (state: GuestStore) => T): T {
  return useStore(guestStore, select)
}

export function endGuest(end: GuestEnd): void {
  guestStore.setState({ at: 'end', end })
}
