import type { CallId } from '@soroka/protocol'

/** 16 random bytes, as ids of the protocol are written. */
export function makeCallId(): CallId {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '') as CallId
}
