import { sealBox } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import type { ChatHead } from '@soroka/protocol/contract'
import { boxedUsers, findMember } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { KeyChains } from '../people/key-chains.ts'
import type { ChatEpochs } from './chat-epochs.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { EpochSync } from './epoch-sync.ts'

interface Deps {
  api: Api
  sync: EpochSync
  keys: EpochKeys
  chains: KeyChains
  took(head: ChatHead): Promise<void>
}

/** After a restore: gives the server the signed epochs that it lost, verbatim, boxed again (R9). */
export async function offerLost(deps: Deps, chat: ChatId): Promise<void> {
  const epochs = await deps.sync.load(chat)
  const { epoch: head } = await deps.api.chats.get({ chat })
  for (let n = head + 1; n < epochs.next; n++) {
    const again = await boxedAgain(deps, epochs, n)
    if (again === null) return
    try {
      await deps.took(await deps.api.chats.addEpoch({ chat, ...again }))
    } catch (error) {
      // Somebody else was quicker, or the server knows better: its chain is looked at by the next sync.
      if (!hasCode(error, 'EPOCH_CONFLICT', 'EPOCH_REFUSED', 'FORBIDDEN')) throw error
      return
    }
  }
}

/** A stored epoch as the server wants it, with fresh boxes; null when its key isn't here. */
export async function boxedAgain(deps: Pick<Deps, 'keys' | 'chains'>, epochs: ChatEpochs, n: number) {
  const entry = epochs.at(n)
  const key = entry === undefined ? null : await deps.keys.find(epochs, n)
  if (entry === undefined || key === null) return null
  const { record, roster } = entry.epoch
  const users = boxedUsers(record, roster)
  const chains = await deps.chains.map(users)
  const boxes: { user: UserId; box: string }[] = []
  for (const user of users) {
    const member = findMember(roster, user)
    const chain = chains.get(user)
    if (member === undefined || chain === undefined) return null
    boxes.push({ user, box: toBase64url(await sealBox(record, key.ek, member, chain)) })
  }
  return { record: toBase64url(entry.row.record), boxes }
}
