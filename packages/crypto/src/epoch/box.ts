import type { UserId } from '@soroka/protocol'
import { concat, equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { BOX_BYTES, domainBytes, findMember } from '@soroka/protocol/records'
import type { ChainState, EpochRecord, Roster, RosterEntry } from '@soroka/protocol/records'
import type { PukSecret } from '../account/secrets.ts'
import { CryptoError } from '../crypto-error.ts'
import { hpkeOpen, hpkeSeal } from '../primitives/hpke.ts'
import { createEpochKey, epochPlace, isCommitted } from './epoch-key.ts'
import type { EpochKey } from './epoch-key.ts'

type Place = Pick<EpochRecord, 'chat' | 'n' | 'keyCommit'>

/**
 * An epoch's key for one member, 1,168 bytes. The public key comes from his verified chain and must be the one that the
 * signed roster names; CryptoError 'identity_changed' if his chain no longer holds it under the same identity.
 */
export async function sealBox(place: Place, ek: Uint8Array, entry: RosterEntry, chain: ChainState): Promise<Bytes> {
  const puk = chain.puks.find((one) => one.gen === entry.pukGen && equal(one.fp, entry.pukFp))
  if (chain.user !== entry.user || puk === undefined || !equal(chain.ikFp, entry.ikFp)) {
    throw new CryptoError('identity_changed', 'roster and chain differ')
  }
  return hpkeSeal(puk.pub, boxInfo(place), boxAad(place, entry), ek)
}

/** My key of an epoch from my box of it; null if the box is stale, foreign, or not the key that the record commits to. */
export async function openBox(args: {
  readonly record: EpochRecord
  readonly roster: Roster
  readonly user: UserId
  readonly puks: readonly PukSecret[]
  readonly box: Uint8Array
}): Promise<EpochKey | null> {
  const { record, box } = args
  const entry = findMember(args.roster, args.user)
  const puk = args.puks.find((one) => one.gen === entry?.pukGen)
  if (entry === undefined || puk === undefined || box.length !== BOX_BYTES) return null
  const ek = await hpkeOpen(puk.seed, boxInfo(record), boxAad(record, entry), box)
  if (ek === null || !isCommitted(record, ek)) return null
  return createEpochKey(record.chat, record.n, ek)
}

function boxInfo(place: Place): Bytes {
  return domainBytes('box', epochPlace(place.chat, place.n))
}

function boxAad(place: Place, entry: RosterEntry): Bytes {
  return concat(epochPlace(place.chat, place.n), place.keyCommit, entry.pukFp)
}
