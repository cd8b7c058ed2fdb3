import {
  type Author,
  CryptoError,
  createDirectEpoch,
  type NewEpoch,
  nextEpoch,
  sealBox,
  sealMessage,
} from '@soroka/crypto'
import { type ChatId, type MsgId, SorokaError, type UserId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import type { ChatHead } from '@soroka/protocol/contract'
import { boxedUsers, DEFAULT_POLICY, type Extension, findMember } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { KeyChains } from '../people/key-chains.ts'
import type { Fence } from '../indexeddb/fence.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { applyHead, readChat } from '../sync/heads.ts'
import { Lanes } from '../sync/lanes.ts'
import type { Opener, Opening } from '../sync/opening.ts'
import type { ChatEpochs } from './chat-epochs.ts'
import { EpochKeys } from './epoch-keys.ts'
import { EpochSync } from './epoch-sync.ts'
import { openEnvelope } from './open-envelope.ts'

interface Deps {
  api: Api
  account: LocalAccount
  fence: Fence
  changed(chat: ChatId): void
  /** The server took or showed the chat: it was there after the last `ready`. */
  named(chat: ChatId): void
  now(): number
}

/** A message that is about to be sealed: encodeBody's bytes, and what stands in clear beside it. */
export interface Sealing {
  id: MsgId
  kind: number
  target?: MsgId
  ext: readonly Extension[]
  body: Bytes
}

const WEEK = 7 * 24 * 3600 * 1000
const MESSAGES = 1_000

/** Seals and opens: keeps each chat's verified epochs, makes the first and the next one. */
export class Epochs implements Opener {
  readonly chains: KeyChains
  readonly #deps: Deps
  readonly #sync: EpochSync
  readonly #keys: EpochKeys
  readonly #lanes = new Lanes()

  constructor(deps: Deps) {
    this.#deps = deps
    this.chains = new KeyChains(deps.api, deps.account.db)
    this.#keys = new EpochKeys(deps.account)
    this.#sync = new EpochSync({ ...deps, chains: this.chains })
  }

  /** Pulls and verifies what the chat has beyond our head. */
  async sync(chat: ChatId): Promise<void> {
    await this.#sync.pull(chat)
    await this.#sync.compareSeen(chat)
  }

  async refreshChain(user: UserId): Promise<void> {
    await this.chains.refresh(user)
    if (await this.chains.keyChanged(user)) await this.#sync.holdWith(user)
  }

  open(chat: ChatId, envelope: Bytes): Promise<Opening> {
    return openEnvelope({ sync: this.#sync, keys: this.#keys, chains: this.chains }, chat, envelope)
  }

  /**
   * Seals a message under the chat's newest epoch; makes the chat, or the next epoch when one is due. Null: the other
   * one's key changed, and a person must look first.
   */
  seal(chat: ChatId, message: Sealing): Promise<Bytes | null> {
    return this.#lanes.run(chat, () => this.#seal(chat, message))
  }

  /** After a restore: gives the server the signed epochs that it lost, verbatim, boxed again (R9). */
  async offer(chat: ChatId): Promise<void> {
    const epochs = await this.#sync.load(chat)
    const { epoch: head } = await this.#deps.api.chats.get({ chat })
    for (let n = head + 1; n < epochs.next; n++) {
      const again = await this.#again(epochs, n)
      if (again === null) return
      try {
        await this.#took(await this.#deps.api.chats.addEpoch({ chat, ...again }))
      } catch (error) {
        // Somebody else was quicker, or the server knows better: its chain is looked at by the next sync.
        if (!hasCode(error, 'EPOCH_CONFLICT', 'EPOCH_REFUSED', 'FORBIDDEN')) throw error
        return
      }
    }
  }

  get #author(): Author {
    const { self, deviceKey } = this.#deps.account
    return { ...self, signKey: deviceKey }
  }

  async #seal(chat: ChatId, message: Sealing): Promise<Bytes | null> {
    const row = await readChat(this.#deps.account.db, chat)
    if (row === null) throw new SorokaError('NOT_FOUND')
    if (row.keyChanged) return null
    try {
      const epochs = row.created ? await this.#current(row) : await this.#create(row)
      const after = await readChat(this.#deps.account.db, chat)
      const head = epochs.head
      if (after?.keyChanged === true) return null
      const key = head === undefined ? null : await this.#keys.find(epochs, head.epoch.record.n)
      // Its key is on the way; nothing can be written until then.
      if (head === undefined || key === null || after === null) throw new SorokaError('UNAVAILABLE')
      const { id, kind, target, ext, body } = message
      const sealed = await sealMessage({
        epoch: head.epoch,
        key,
        author: this.#author,
        kind,
        msgId: id,
        ...(target === undefined ? {} : { target }),
        ext,
        seen: after.log,
        body,
      })
      return sealed.envelope
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      if (error.code === 'identity_changed') return await this.#hold(row)
      throw new SorokaError('UNAVAILABLE', { reason: error.code })
    }
  }

  async #hold(row: ChatRow): Promise<null> {
    if (row.peer !== undefined) await this.#sync.holdWith(row.peer)
    return null
  }

  /** The chat's epochs up to the head, with a new one if it is time. */
  async #current(row: ChatRow): Promise<ChatEpochs> {
    const epochs = await this.#sync.pull(row.id)
    if (!this.#due(row, epochs)) return epochs
    const head = epochs.head
    const key = head === undefined ? null : await this.#keys.find(epochs, head.epoch.record.n)
    if (head === undefined || key === null) return epochs
    const chains = await this.#freshChains(head.epoch.roster.map(({ user }) => user))
    const made = await nextEpoch({
      prev: head.epoch,
      prevEk: key.ek,
      intent: { type: 'rekey' },
      author: this.#author,
      chains,
      seen: row.log,
    })
    await this.#add(epochs, made, () => this.#deps.api.chats.addEpoch({ chat: row.id, ...wire(made) }))
    return epochs
  }

  /** As new as they come: a lost device must not be sealed to, nor somebody who is not who he was. */
  async #freshChains(users: UserId[]) {
    for (const user of users) {
      await this.refreshChain(user)
      if (await this.chains.keyChanged(user)) throw new CryptoError('identity_changed', user)
    }
    return await this.chains.map(users)
  }

  #due(row: ChatRow, epochs: ChatEpochs): boolean {
    if (row.rotate) return true
    const head = epochs.head?.row
    return head !== undefined && (this.#deps.now() - head.at > WEEK || row.lastSeq - head.fromSeq >= MESSAGES)
  }

  /** Epoch 0 of a direct chat; the first of the two wins (R7). What a restored server lost is given back instead. */
  async #create(row: ChatRow): Promise<ChatEpochs> {
    const { api, account } = this.#deps
    // The Nest is the chat with oneself.
    const peer = row.kind === 'nest' ? account.self.user : row.peer
    if (peer === undefined) throw new SorokaError('NOT_FOUND')
    const epochs = await this.#sync.load(row.id)
    try {
      const again = await this.#again(epochs, 0)
      if (again !== null) {
        await this.#took(await api.chats.createDirect(again))
        await this.offer(row.id)
        return epochs
      }
      const chains = await this.#freshChains([account.self.user, peer])
      const made = await createDirectEpoch({ author: this.#author, peer, chains, policy: DEFAULT_POLICY })
      await this.#add(epochs, made, () => api.chats.createDirect(wire(made)))
      return epochs
    } catch (error) {
      if (!hasCode(error, 'CHAT_EXISTS')) throw error
      await this.#took(await api.chats.get({ chat: row.id }))
      return await this.#sync.pull(row.id)
    }
  }

  /** Gives an epoch to the server and keeps it once it was taken. */
  async #add(epochs: ChatEpochs, made: NewEpoch, give: () => Promise<ChatHead>): Promise<void> {
    const head = await give()
    const { record, hash } = made.epoch
    const own = made.boxes.find(({ user }) => user === this.#deps.account.self.user)?.box
    await this.#sync.keep(epochs, made.epoch, {
      chat: record.chat,
      n: record.n,
      record: made.bytes,
      hash,
      at: this.#deps.now(),
      fromSeq: head.lastSeq,
      compared: true,
      ...(own === undefined ? {} : { box: own }),
    })
    await this.#keys.keep(made.key)
    await this.#took(head)
  }

  /** A stored epoch as the server wants it, with fresh boxes; null when its key isn't here. */
  async #again(epochs: ChatEpochs, n: number) {
    const entry = epochs.at(n)
    const key = entry === undefined ? null : await this.#keys.find(epochs, n)
    if (entry === undefined || key === null) return null
    const { record, roster } = entry.epoch
    const users = boxedUsers(record, roster)
    const chains = await this.chains.map(users)
    const boxes: { user: UserId; box: string }[] = []
    for (const user of users) {
      const member = findMember(roster, user)
      const chain = chains.get(user)
      if (member === undefined || chain === undefined) return null
      boxes.push({ user, box: toBase64url(await sealBox(record, key.ek, member, chain)) })
    }
    return { record: toBase64url(entry.row.record), boxes }
  }

  async #took(head: ChatHead): Promise<void> {
    const { account, fence, changed, named } = this.#deps
    named(head.id)
    await applyHead(account.db, fence, account.self.user, head)
    changed(head.id)
  }
}

function wire(made: NewEpoch) {
  return {
    record: toBase64url(made.bytes),
    boxes: made.boxes.map(({ user, box }) => ({ user, box: toBase64url(box) })),
  }
}
