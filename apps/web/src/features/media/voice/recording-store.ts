import type { ChatId, MsgId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Kind } from './recording-type.ts'

/** Where a recording belongs: it waits there when one looks elsewhere. */
export interface RecordingPlace {
  chat: ChatId
  thread: MsgId | undefined
}

export interface Recording {
  /** Which of all that were begun: a new one may stand at the same place before the old one has ended. */
  take: number
  kind: Kind
  /**
   * `asking`: the browser asks for the microphone; `held`: as long as a finger holds it; `locked`: until it is ended;
   * `paused`: it may go on; `over`: it can only be heard, sent or thrown away; `sending`: on its way into the outbox.
   */
  phase: 'asking' | 'held' | 'locked' | 'paused' | 'over' | 'sending'
  /** Milliseconds that were recorded. */
  elapsed: number
  /** How loud the last seconds were, from 0 to 1, the newest at the end. */
  levels: readonly number[]
  /** What was recorded so far; while it stands. */
  heard?: Blob
  peaks?: Uint8Array<ArrayBuffer>
}

/** Recordings that are begun and not sent, by their place. */
export const recordingStore = createStore<Record<string, Recording | undefined>>(() => ({}))

export const keyOf = ({ chat, thread }: RecordingPlace) => (thread === undefined ? chat : `${chat}/${thread}`)

export function recordingAt(key: string): Recording | undefined {
  return recordingStore.getState()[key]
}

/** Whether a microphone of ours is open for a message now. */
export function isRecording(): boolean {
  return Object.values(recordingStore.getState()).some(
    (one) => one?.phase === 'asking' || one?.phase === 'held' || one?.phase === 'locked',
  )
}

export function putRecording(key: string, recording: Recording): void {
  recordingStore.setState({ [key]: recording })
}

/** Nothing happens when it was thrown away meanwhile, or when another `take` stands there. */
export function changeRecording(key: string, change: Partial<Recording>, take?: number): void {
  const before = recordingAt(key)
  if (before && (take === undefined || take === before.take)) putRecording(key, { ...before, ...change })
}

export function dropRecording(key: string): void {
  recordingStore.setState({ [key]: undefined })
}

export function useRecording<T>(key: string, select: (recording: Recording | undefined) => T): T {
  return useStore(recordingStore, (state) => select(state[key]))
}
