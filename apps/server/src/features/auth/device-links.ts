import type { DeviceId, DeviceLinkId, FlowId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { BOX_BYTES, CHAIN_OP, deviceChallengeInput, HASH_BYTES } from '@soroka/protocol/records'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { newId, sameBytes, sha256, verifyEd25519 } from '../../platform/keys/index.ts'
import { networkOf } from '../../platform/limits/index.ts'
import { appendChain, findDeviceKey, findUser, listChain, lockUser, readChainState } from '../users/index.ts'
import type { AuthDeps } from './auth-deps.ts'
import { limitAddress } from './auth-limits.ts'
import { checkDelivery } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { bindLink, findLink, insertLink, settleLink, takeApproved } from './device-links-repo.ts'
import type { LinkRow } from './device-links-repo.ts'
import type { Grant } from './sessions.ts'
import type { Unlock } from './unlock.ts'

/** From the code on the screen to the session. */
export const linkLife = 5 * 60_000

interface Offered {
  readonly id: DeviceId
  readonly signPub: string
  readonly sealPub: string
}

export type DeviceLinks = ReturnType<typeof createDeviceLinks>

/**
 * A new device, let in by one that is signed in (P210): the server passes their words on. What must not be believed of it,
 * the two check by the code that one reads from the other's screen (E93–E95). No second factor: who approves has proved the
 * password, on a device that has passed it.
 */
export function createDeviceLinks(
  deps: Pick<AuthDeps, 'db' | 'now' | 'limiter' | 'sessions' | 'chainChanged'> & { readonly unlock: Unlock },
) {
  const { db, now } = deps

  async function start(
    context: RequestContext,
    input: {
      readonly claim: string
      readonly device: Offered
      readonly info: { readonly name: string; readonly kind: 'web' | 'bot' }
    },
  ) {
    await limitAddress(deps.limiter, context, 'code')
    const { claim, device, info } = input
    const [signPub, sealPub] = [fromText(device.signPub), fromText(device.sealPub)]
    if (signPub.length !== 32 || sealPub.length !== 1216) throw new SorokaError('BAD_REQUEST', { reason: 'device' })
    const id = newId() as DeviceLinkId
    const times = { createdAt: now(), expiresAt: now() + linkLife }
    const row = { id, claimHash: sha256(claim), state: 'open' as const, ...info, address: context.ip }
    await insertLink(db, { ...row, deviceId: device.id, signPub, sealPub, ...times })
    return { link: id, expiresAt: times.expiresAt }
  }

  async function state(input: { readonly link: DeviceLinkId; readonly claim: string }) {
    const row = claimed(await findLink(db, input.link, now()), input.claim)
    const { userId: user } = row
    if (row.state === 'refused') return { is: 'refused' as const }
    if (row.state === 'open' || user === null) return { is: 'open' as const }
    if (row.state === 'approved') {
      const { chainSeq, box, proof } = approvalOf(row)
      const chain = (await listChain(db, user, 0, chainSeq + 1)).map(({ entry }) => toText(entry))
      return { is: 'approved' as const, user, chain, box: toText(box), proof: toText(proof) }
    }
    const [person, his] = [await findUser(db, user), await readChainState(db, user)]
    if (person === undefined || his === null) throw new SorokaError('LINK_OVER')
    return { is: 'seen' as const, user, name: person.name, ik: toText(his.ikFp) }
  }

  /** The device that shows the code; from now on nobody else can read it. */
  async function look(context: RequestContext, { user }: Caller, link: DeviceLinkId) {
    const row = await bindLink(db, link, user, now())
    if (row === undefined) {
      const other = await findLink(db, link, now())
      throw new SorokaError(other?.state === 'seen' ? 'LINK_TAKEN' : 'LINK_OVER')
    }
    const { name, kind, address, expiresAt } = row
    return {
      device: { id: row.deviceId, signPub: toText(row.signPub), sealPub: toText(row.sealPub) },
      info: { name, kind },
      address,
      near: networkOf(address) === networkOf(context.ip),
      expiresAt,
    }
  }

  /** Certifies exactly the device that showed the code. CHAIN_CONFLICT leaves the link and the flow alone. */
  async function approve(
    caller: Caller,
    input: {
      readonly link: DeviceLinkId
      readonly flow: FlowId
      readonly entry: string
      readonly box: string
      readonly proof: string
    },
  ): Promise<{ device: DeviceId }> {
    const { user } = caller
    const [box, proof] = [fromText(input.box), fromText(input.proof)]
    if (box.length !== BOX_BYTES || proof.length !== HASH_BYTES) throw new SorokaError('BAD_REQUEST', { reason: 'box' })
    const device = await db.transaction(async (tx) => {
      await deps.unlock.use(tx, caller, input.flow)
      const row = await findLink(tx, input.link, now())
      if (row?.userId !== user || row.state !== 'seen') throw new SorokaError('LINK_OVER')
      const { state: chain, added } = await appendChain(tx, {
        user,
        entries: [input.entry],
        allowed: [CHAIN_OP.device_add],
        device: { name: row.name, kind: row.kind },
        now: now(),
      })
      const isThisOne =
        added?.id === row.deviceId && sameBytes(added.signPub, row.signPub) && sameBytes(added.sealPub, row.sealPub)
      if (!isThisOne) throw new SorokaError('CHAIN_REFUSED', { reason: 'device' })
      const outcome = { state: 'approved', chainSeq: chain.seq, box, proof } as const
      // Of two approvals at once the second finds it settled, and its entry goes with it.
      if (!(await settleLink(tx, input.link, user, outcome, now()))) throw new SorokaError('LINK_OVER')
      return row.deviceId
    })
    deps.chainChanged(user)
    return { device }
  }

  async function refuse({ user }: Caller, link: DeviceLinkId): Promise<{ refused: boolean }> {
    if (!(await settleLink(db, link, user, { state: 'refused' }, now()))) throw new SorokaError('LINK_OVER')
    return { refused: true }
  }

  /** The session, once: the link is gone with it. A device that was revoked meanwhile gets none. */
  async function finish(
    context: RequestContext,
    input: {
      readonly link: DeviceLinkId
      readonly claim: string
      readonly signature: string
      readonly delivery: Delivery
    },
  ): Promise<Grant> {
    checkDelivery(context, input.delivery.kind)
    claimed(await findLink(db, input.link, now()), input.claim)
    return db.transaction(async (tx) => {
      const row = await takeApproved(tx, input.link, now())
      const user = row?.userId
      if (row === undefined || user === null || user === undefined) throw new SorokaError('LINK_OVER')
      await lockUser(tx, user)
      const key = await findDeviceKey(tx, user, row.deviceId)
      if (key === undefined) throw new SorokaError('LINK_OVER')
      const signed = deviceChallengeInput(user, fromText(input.link))
      if (!verifyEd25519(key, signed, fromText(input.signature))) throw new SorokaError('SIGNATURE_WRONG')
      return deps.sessions.create(tx, { user, device: row.deviceId, delivery: input.delivery.kind })
    })
  }

  return { start, state, look, approve, refuse, finish }
}

/** To others than the device that began it, a link looks like none. */
function claimed(row: LinkRow | undefined, claim: string): LinkRow {
  if (row === undefined || !sameBytes(sha256(claim), row.claimHash)) throw new SorokaError('LINK_OVER')
  return row
}

function approvalOf({ chainSeq, box, proof }: LinkRow): { chainSeq: number; box: Buffer; proof: Buffer } {
  if (chainSeq === null || box === null || proof === null) throw new Error('an approved link without its approval')
  return { chainSeq, box, proof }
}

const fromText = (text: string): Buffer => Buffer.from(text, 'base64url')
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
