import type { ConnectionState } from '@soroka/client/types'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

type Shown = ConnectionState | 'unknown'

export interface WsState {
  /** What a person should be told: offline at once when the device has no network, else the engine's word. */
  connection: Shown
  engine: Shown
  network: boolean
  /** The server no longer speaks with this version. */
  updateNeeded: boolean
  setConnection(connection: ConnectionState): void
  setNetwork(network: boolean): void
  setUpdateNeeded(): void
}

export const wsStore = createStore<WsState>((set) => ({
  connection: 'unknown',
  engine: 'unknown',
  network: true,
  updateNeeded: false,
  setConnection: (engine) => set(({ network }) => ({ engine, connection: network ? engine : 'offline' })),
  setNetwork: (network) => set(({ engine }) => ({ network, connection: network ? engine : 'offline' })),
  setUpdateNeeded: () => set({ updateNeeded: true }),
}))

export function useWs<T>(select: (state: WsState) => T): T {
  return useStore(wsStore, select)
}
