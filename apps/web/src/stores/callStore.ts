import type { CallMedia, CallState } from '@soroka/client/types'
import type { CallId, DeviceId, UserId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/**
 * preview: cameras are looked at before coming in · ringing: nobody has answered · connecting: media is on its way ·
 * connected · reconnecting: the network is gone, and comes back perhaps · over: how it ended is shown for a moment.
 */
export type CallPhase = 'preview' | 'ringing' | 'connecting' | 'connected' | 'reconnecting' | 'over'

/** 0: nothing comes · 1: bad · 2: fair · 3: good. */
export type CallQuality = 0 | 1 | 2 | 3

/** Another device in the call, as it is seen and heard here. */
export interface CallTile {
  user: UserId
  device: DeviceId
  media: CallMedia
  /** Pictures only, shown while `media` says that they are sent: the session itself plays all sound. */
  stream: MediaStream | null
  screen: MediaStream | null
  connected: boolean
  speaking: boolean
  quality: CallQuality
}

/** What went wrong here, for a person to do something about. */
export type CallProblem =
  | 'mic_blocked'
  | 'mic_missing'
  | 'camera_blocked'
  | 'camera_missing'
  | 'screen_blocked'
  | 'no_path'

/** Why the call is over, from this device's side. `elsewhere`: another device of mine has it now. */
export type CallOver =
  | 'completed'
  | 'declined'
  | 'busy'
  | 'no_answer'
  | 'cancelled'
  | 'failed'
  | 'removed'
  | 'elsewhere'
  | 'full'

/** The call that this tab is in. */
export interface OwnCall {
  state: CallState
  /** What it began as: a call of two that grows into one of a group stays the same talk. */
  talk: CallId
  phase: CallPhase
  media: CallMedia
  /** My camera, for the small picture. */
  stream: MediaStream | null
  screen: MediaStream | null
  speaking: boolean
  /** Front or back; null where there is one camera. */
  facing: 'user' | 'environment' | null
  /** Frames are really sealed from device to device: the lock is shown. */
  sealed: boolean
  tiles: CallTile[]
  problem: CallProblem | null
  over: CallOver | null
  /** Shown as a bar, while the person browses. */
  small: boolean
}

/** What a person has chosen for calls on this device; null: the system's own choice. */
export interface CallChoices {
  audioinput: string | null
  videoinput: string | null
  audiooutput: string | null
  noiseSuppression: boolean
  saveData: boolean
  relayOnly: boolean
}

/** Somebody in the call, perhaps me, showed what he thinks of it; it is gone after a moment. */
export interface CallReaction {
  id: number
  user: UserId
  emoji: string
}

export interface CallStore {
  /** Calls that run in chats of mine, by id, whoever is in them. */
  live: Readonly<Record<CallId, CallState>>
  own: OwnCall | null
  /** Missed calls that nobody has looked at. */
  unseen: number
  choices: CallChoices
  reactions: readonly CallReaction[]
}

const choices: CallChoices = {
  audioinput: null,
  videoinput: null,
  audiooutput: null,
  noiseSuppression: true,
  saveData: false,
  relayOnly: false,
}

export const callStore = createStore<CallStore>(() => ({ live: {}, own: null, unseen: 0, choices, reactions: [] }))

/** Calls that are over: what comes late does not bring them back. */
const over = new Set<CallId>()

/** What the engine tells of a call: the newer word stands, and one that is over is no longer among those that run. */
export function hearOfCall(state: CallState): void {
  if (over.has(state.id)) return
  if (state.ended) over.add(state.id)
  callStore.setState(({ live }) => {
    if ((live[state.id]?.stateSeq ?? -1) > state.stateSeq) return {}
    const { [state.id]: _, ...others } = live
    return { live: state.ended ? others : { ...others, [state.id]: state } }
  })
}

/** The account is no longer on this device. */
export function forgetCalls(): void {
  callStore.setState({ live: {}, unseen: 0 })
}

export function useCalls<T>(select: (state: CallStore) => T): T {
  return useStore(callStore, select)
}
