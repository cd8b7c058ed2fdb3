import type { CallState } from '@soroka/client/types'
import type { MeshPeer } from '@soroka/client/webrtc'
import type { UserId } from '@soroka/protocol'

type Seen = { state: Pick<CallState, 'devices'>; peers(): readonly MeshPeer[] }

export function isThere({ state }: Pick<Seen, 'state'>, user: UserId): boolean {
  return state.devices.some((one) => one.user === user)
}

/** Whether there is a connection to this person. */
export function reaches(call: Seen, user: UserId): boolean {
  return call.peers().some(({ party, state }) => party.user === user && state === 'connected')
}

/** Whether all that he sends comes in. */
export function shows(call: Seen, user: UserId): boolean {
  const media = call.state.devices.find((one) => one.user === user)?.media
  const peer = call.peers().find(({ party }) => party.user === user)
  if (!media || peer?.state !== 'connected') return false
  const { sound, camera, screen } = peer
  return (!media.audio || comes(sound)) && (!media.video || comes(camera)) && (!media.screen || comes(screen))
}

/** A track is muted until something of it was received. */
const comes = (stream: MediaStream | null): boolean => stream?.getTracks().some(({ muted }) => !muted) ?? false
