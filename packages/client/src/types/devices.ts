import type { DeviceId } from '@soroka/protocol'

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
}
