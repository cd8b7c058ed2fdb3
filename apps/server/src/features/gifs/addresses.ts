import { deriveKey, hmac, sameBytes } from '../../platform/keys/index.ts'

/** As long as a list of found GIFs may lie open. */
const lifeMs = 6 * 3_600_000
const form = /^(\d{1,16})\.([\w-]{43})\.(.+)$/s

/** Addresses that a search named: nobody makes this server fetch others by asking for a picture (S9). */
export interface Addresses {
  sign(address: string): string
  /** Null when this server did not sign it, or its time is over. */
  read(signed: string): string | null
}

export function createAddresses(secret: Uint8Array, now: () => number): Addresses {
  const key = deriveKey(secret, 'gif-address')
  const macOf = (until: number, address: string): Buffer => hmac(key, `${until}.${address}`)
  return {
    sign: (address) => {
      const until = now() + lifeMs
      return `${until}.${macOf(until, address).toString('base64url')}.${address}`
    },
    read: (signed) => {
      const [, until = '', mac = '', address = ''] = form.exec(signed) ?? []
      const holds = sameBytes(macOf(Number(until), address), Buffer.from(mac, 'base64url')) && now() < Number(until)
      return holds ? address : null
    },
  }
}
