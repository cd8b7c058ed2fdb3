import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { DEFAULT_POLICY, encodeBody, KIND } from '@soroka/protocol/records'
import type { ChainState } from '@soroka/protocol/records'
import { addDevice, createAccount } from '../account/account.ts'
import type { Account, AccountBlobs } from '../account/account.ts'
import type { DeviceKeys } from '../account/device.ts'
import { createDirectEpoch, createGroupEpoch } from '../epoch/create-epoch.ts'
import type { Author, NewEpoch } from '../epoch/create-epoch.ts'
import { EMPTY_LOG } from '../message/chat-log.ts'
import { sealMessage } from '../message/seal-message.ts'
import { newMsgId, randomBytes } from '../primitives/random.ts'

/** A person for tests: an unlocked account with its first device and all chain entries so far. */
export type Person = {
  user: UserId
  account: Account
  device: DeviceKeys
  author: Author
  chain: ChainState
  entries: Bytes[]
  blobs: AccountBlobs
  exportKey: Bytes
  recoveryKey: Bytes
}

export async function createPerson(user = toBase64url(randomBytes(16)) as UserId): Promise<Person> {
  const exportKey = randomBytes(64)
  const recoveryKey = randomBytes(32)
  const { account, device, entry, blobs } = await createAccount({ user, exportKey, recoveryKey })
  const author = authorOf(user, device)
  return { user, account, device, author, chain: account.chain, entries: [entry], blobs, exportKey, recoveryKey }
}

export function authorOf(user: UserId, device: DeviceKeys): Author {
  return { user, device: device.id, signKey: device.sign.key }
}

/** A second device, certified on the person's chain. */
export async function grantDevice(person: Person): Promise<Author> {
  const { device, entry, chain } = await addDevice(person.account)
  person.entries.push(entry)
  person.chain = chain
  person.account = { ...person.account, chain }
  return authorOf(person.user, device)
}

export function chainsOf(...people: readonly Person[]): Map<UserId, ChainState> {
  return new Map(people.map((person) => [person.user, person.chain]))
}

export function directChat(a: Person, b: Person): Promise<NewEpoch> {
  return createDirectEpoch({ author: a.author, peer: b.user, chains: chainsOf(a, b), policy: DEFAULT_POLICY })
}

export function groupChat(owner: Person, members: readonly Person[]): Promise<NewEpoch> {
  return createGroupEpoch({
    author: owner.author,
    members: members.map(({ user }) => ({ user, role: 1 })),
    chains: chainsOf(owner, ...members),
    policy: DEFAULT_POLICY,
  })
}

export function sealText(made: NewEpoch, author: Author, text: string, seen = EMPTY_LOG) {
  const body = encodeBody({ type: KIND.text, text, ext: [] })
  return sealMessage({ epoch: made.epoch, key: made.key, author, kind: KIND.text, msgId: newMsgId(), seen, body })
}

/** A copy with one bit of one byte changed. */
export function flip(bytes: Uint8Array, at: number, bit = 0): Bytes {
  const copy = new Uint8Array(bytes)
  copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}
