import type { CallState } from '@soroka/client/types'
import type { MeshPeer } from '@soroka/client/webrtc'
import type { DeviceId } from '@soroka/protocol'
import type { CallTile } from '../../../stores/callStore.ts'

interface Seen {
  devices: CallState['devices']
  me: DeviceId
  peers: readonly MeshPeer[]
  speaks(device: DeviceId): boolean
}

const names = ['media', 'stream', 'screen', 'connected', 'speaking', 'quality'] as const

/** The others, as they are seen and heard now. Who is the same as before stays the same object, so that only news is drawn. */
export function tilesOf(before: readonly CallTile[], { devices, me, peers, speaks }: Seen): CallTile[] {
  const tiles = devices
    .filter(({ device }) => device !== me)
    .map(({ user, device, media }) => {
      const peer = peers.find(({ party }) => party.device === device)
      const connected = peer?.state === 'connected'
      const tile: CallTile = {
        user,
        device,
        media,
        stream: peer?.camera ?? null,
        screen: peer?.screen ?? null,
        connected,
        speaking: connected && media.audio && speaks(device),
        quality: connected ? peer.quality : 0,
      }
      const old = before.find((one) => one.device === device)
      return old && names.every((name) => old[name] === tile[name]) ? old : tile
    })
  const same = tiles.length === before.length && tiles.every((tile, n) => tile === before[n])
  return same ? (before as CallTile[]) : tiles
}
