import type { CallState } from '@soroka/client/types'
import type { CallId } from '@soroka/protocol'

/** 16 random bytes, as ids of the protocol are written. */
export function makeCallId(): CallId {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '') as CallId
}

/** A call that the server is asked for, before it has answered. */
export function unknownCall(asked: Pick<CallState, 'id' | 'chat' | 'by' | 'video'>): CallState {
  const members: CallState['members'] = [{ user: asked.by, state: 'in', heard: true }]
  const nothing = { ringUntil: null, answeredAt: null, stateSeq: -1, devices: [], departures: 0, ended: null }
  return { ...asked, ...nothing, mode: 'p2p', at: Date.now(), members }
}
