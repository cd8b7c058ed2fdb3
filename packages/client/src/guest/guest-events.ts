import type { GuestCall, UserId } from '@soroka/protocol'
import type { CallEvent } from '../types.ts'

/** How a guest stands: as the server says, once the members' word for it was checked. over: the call is. */
export type Standing = GuestCall['standing'] | 'over'

export type GuestEvent =
  | CallEvent
  | { type: 'standing'; standing: Standing }
  /** A name came with the words of somebody in the call. */
  | { type: 'name'; user: UserId; name: string; guest: boolean }
  | { type: 'connection'; state: 'connecting' | 'offline' | 'online' }
