import type { ErrorCode } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface ExportState {
  state: 'idle' | 'running' | 'done' | 'failed'
  /** Which export it is: a chat's id, or 'all'. */
  what: string
  messages: number
  /** Messages that there are, about. */
  total: number
  files: number
  /** Files that could not be had. */
  missing: number
  /** Bytes written. */
  bytes: number
  failure: ErrorCode | null
}

const nothing: ExportState = {
  state: 'idle',
  what: '',
  messages: 0,
  total: 0,
  files: 0,
  missing: 0,
  bytes: 0,
  failure: null,
}

/** One export at a time; it goes on while the person looks at something else. */
export const exportStore = createStore<ExportState>(() => nothing)

export function beginExport(what: string, total: number): void {
  exportStore.setState({ ...nothing, state: 'running', what, total }, true)
}

/** How the export of something stands: idle while it is another's. */
export function useExport(what: string): ExportState {
  return useStore(exportStore, (now) => (now.what === what ? now : nothing))
}

export function useOtherExport(what: string): boolean {
  return useStore(exportStore, (now) => now.state === 'running' && now.what !== what)
}
