import { ATTRIBUTE, encodeRequest, TYPE } from './message.ts'
import type { Credentials } from './message.ts'
import { openWire } from './wire.ts'
import type { StunPlace } from './wire.ts'

export type RelayTrial = { readonly works: true } | { readonly works: false; readonly code: number }

const udp = Buffer.from([17, 0, 0, 0])
const tooOld = 438

/**
 * Does what a device does before a call: asks a STUN server for its own address, or a TURN server for a relayed one with
 * these credentials, and gives that back. Rejects when nobody answers before `signal` is over.
 */
export async function tryRelay(
  place: StunPlace,
  { username, password }: { username: string; password: string },
  signal: AbortSignal,
): Promise<RelayTrial> {
  const wire = await openWire(place, signal)
  try {
    if (place.kind === 'stun') {
      const { ok, code = 0 } = await wire.ask(encodeRequest(TYPE.binding, []))
      return ok ? { works: true } : { works: false, code }
    }
    const want = [[ATTRIBUTE.transport, udp]] as const
    let answer = await wire.ask(encodeRequest(TYPE.allocate, want))
    let credentials: Credentials | undefined
    for (let tries = 0; tries < 2 && !answer.ok && (answer.code === 401 || answer.code === tooOld); tries++) {
      const [realm, nonce] = [answer.attributes.get(ATTRIBUTE.realm), answer.attributes.get(ATTRIBUTE.nonce)]
      // A second 401 says that the credentials themselves are wrong.
      if (realm === undefined || nonce === undefined || (tries > 0 && answer.code === 401)) break
      credentials = { username, password, realm: realm.toString(), nonce }
      answer = await wire.ask(encodeRequest(TYPE.allocate, want, credentials))
    }
    if (!answer.ok || !answer.attributes.has(ATTRIBUTE.relayed)) return { works: false, code: answer.code ?? 0 }
    if (credentials !== undefined)
      await wire.ask(encodeRequest(TYPE.refresh, [[ATTRIBUTE.lifetime, Buffer.alloc(4)]], credentials))
    return { works: true }
  } finally {
    wire.close()
  }
}
