import type { DeviceLinkId } from '@soroka/protocol'

/** How it stands with the code that this new device shows, before it is in. */
export type LinkWait =
  | { is: 'open' }
  /** Somebody has read it: his name, as the server says it, and six digits that his device must show too. */
  | { is: 'seen'; name: string; digits: string }

/** The device whose code was read. */
export interface LinkRequest {
  link: DeviceLinkId
  name: string
  kind: 'web' | 'bot'
  /** The address that it asked from, and whether it is in the network of this device. */
  address: string
  near: boolean
  /** Six digits that it must show too. */
  digits: string
  expiresAt: number
}
