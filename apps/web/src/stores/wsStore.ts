import type { ConnectionState } from '@soroka/client/types'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface WsState {
  connection: ConnectionState | 'unknown'
  /** The server no longer speaks with this version. */
  updateNeeded: boolean
  setConnection(connection: ConnectionState): void
  setUpdateNeeded(): void
}

export const wsStore = createStore<WsState>((set) => ({
  connection: 'unknown',
  updateNeeded: false,
  setConnection: (connection) => set({ connection }),
  setUpdateNeeded: () => set({ updateNeeded: true }),
}))

export function useWs<T>(select: (state: WsState) => T): T {
  return useStore(wsStore, select)
}
