import type { DeviceId, DeviceLinkId } from '@soroka/protocol'
import type { LinkRequest } from './linking.ts'

export interface DeviceView {
  id: DeviceId
  name: string
  kind: 'web' | 'bot'
  addedAt: number
  /** When it was last heard of, to a minute. */
  seenAt: number
  /** The one that this is. */
  here: boolean
}

export interface DevicesApi {
  /** Those that are signed in: this one first, then the last heard of. */
  list(): Promise<DeviceView[]>
  rename(device: DeviceId, name: string): Promise<void>
  /**
   * Ends these devices, or all but this one, for good: they are signed out and wiped, and all keys are made anew, so that
   * they open nothing that is written from now on.
   * @throws SorokaError CREDENTIALS_WRONG, RATE_LIMITED
   */
  revoke(input: { password: string; devices: DeviceId[] | 'others' }): Promise<void>
  /**
   * Which new device shows this code.
   * @throws SorokaError LINK_CODE_WRONG (`reason` 'server' with `host`, 'keys'), LINK_OVER, LINK_TAKEN
   */
  readLink(code: string): Promise<LinkRequest>
  /** Brings it in: it gets the keys, and reads what this one reads. @throws SorokaError CREDENTIALS_WRONG, LINK_OVER */
  approveLink(input: { link: DeviceLinkId; password: string }): Promise<void>
  refuseLink(link: DeviceLinkId): Promise<void>
}
