import type { CallsApi } from '../types.ts'

const VERBS: ReadonlySet<string> = new Set<keyof CallsApi>([
  'ice',
  'live',
  'get',
  'start',
  'join',
  'decline',
  'leave',
  'end',
  'ring',
  'remove',
  'heard',
  'media',
  'alive',
  'sfu',
  'frameKeys',
  'report',
  'signal',
  'guestLink',
  'dropGuestLink',
  'admitGuest',
  'refuseGuest',
  'history',
  'seen',
])

/** Whether another tab may ask for it. */
export const isCallVerb = (verb: string): boolean => VERBS.has(verb)
