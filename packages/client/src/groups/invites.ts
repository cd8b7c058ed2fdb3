import { inviteKey, openCard, randomBytes, sealCard, signJoin } from '@soroka/crypto'
import { type ChatId, SorokaError, type UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { currentPuk, type Invite } from '@soroka/protocol/records'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import { isOffline } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import { readChat } from '../sync/heads.ts'
import type { InviteLook, InviteView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import type { GroupStore } from './group-store.ts'
import { decodeCard, encodeCard, formatLink, parseLink } from './invite-link.ts'
import { admitting, invitesFor, inviting, revoking } from './wishes.ts'

interface Deps {
  api: Api
  account: LocalAccount
  epochs: Epochs
  store: GroupStore
  settings: AccountVault
  /** Where the server is: links begin with it. */
  origin: string
  resync(chat: ChatId): Promise<void>
}

const made = z.object({ seed: z.string() })
const nameOf = (chat: ChatId, id: string) => `invite/${chat}/${id}`

/** Links that let people into groups. The secret of a link lies with its maker's devices and in the link alone. */
export class Invites {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async create(chat: ChatId, input: { expiresAt: number; maxUses: number; approval: boolean }): Promise<InviteView> {
    const { epochs, settings } = this.#deps
    const seed = randomBytes(32)
    const invite: Invite = { pub: await inviteKey(seed), ...input }
    const id = toBase64url(invite.pub)
    await epochs.change(chat, inviting(this.#self, invite))
    await settings.update(nameOf(chat, id), made, () => ({ seed: toBase64url(seed) }))
    await this.#putCard(chat, seed)
    return this.#view(chat, invite, seed, 0)
  }

  async list(chat: ChatId): Promise<InviteView[]> {
    const { epochs, settings } = this.#deps
    const head = (await epochs.verified(chat)).head?.epoch
    if (head === undefined) throw new SorokaError('NOT_FOUND')
    const uses = await this.#uses(chat)
    const views = invitesFor(head, this.#self).map(async (invite) => {
      const id = toBase64url(invite.pub)
      const own = await settings.read(nameOf(chat, id), made)
      return this.#view(chat, invite, own === null ? null : fromBase64url(own.seed), uses.get(id) ?? 0)
    })
    return await Promise.all(views)
  }

  async revoke(chat: ChatId, id: string): Promise<void> {
    await this.#deps.epochs.change(chat, revoking(this.#self, id))
    await this.#deps.settings.update(nameOf(chat, id), made, () => null)
  }

  /** The cards of my links say the group's new name. */
  async renewCards(chat: ChatId): Promise<void> {
    const prefix = nameOf(chat, '')
    const head = (await this.#deps.epochs.verified(chat)).head?.epoch
    if (head === undefined) return
    const own = await this.#deps.settings.list(prefix, made)
    if (own.size === 0) return
    const listed = new Set(invitesFor(head, this.#self).map(({ pub }) => toBase64url(pub)))
    for (const [name, { seed }] of own)
      if (listed.has(name.slice(prefix.length))) await this.#putCard(chat, fromBase64url(seed))
  }

  async look(link: string): Promise<InviteLook> {
    const { chat, seed } = parseLink(link)
    const pub = toBase64url(await inviteKey(seed))
    const { card, memberCount, approval, state } = await this.#deps.api.chats.invite({ chat, pub })
    const opened = card === null ? null : await openCard(seed, chat, fromBase64url(card))
    const shown = opened === null ? null : decodeCard(opened)
    const look: InviteLook = { chat, name: shown?.name ?? '', memberCount, approval, state }
    if (shown !== null && shown.photo.length > 0) look.photo = shown.photo
    return look
  }

  async join(link: string): Promise<InviteLook> {
    const { api, epochs, resync } = this.#deps
    const { chat, seed } = parseLink(link)
    const look = await this.look(link)
    if (look.state === 'member') return look
    const chain = (await epochs.chains.refresh(this.#self)) ?? (await epochs.chains.get(this.#self))
    if (chain === null) throw new SorokaError('UNAVAILABLE', { reason: 'chain' })
    const joiner = { chat, user: this.#self, ikFp: chain.ikFp, pukFp: currentPuk(chain).fp }
    const proof = toBase64url(await signJoin(seed, joiner))
    const { state } = await api.chats.join({ chat, pub: toBase64url(await inviteKey(seed)), proof })
    if (state === 'member') await resync(chat)
    return { ...look, state }
  }

  /** An admin's word about somebody who asks. */
  async answer(chat: ChatId, user: UserId, accept: boolean): Promise<void> {
    const { api, account, epochs, resync } = this.#deps
    const join = (await readChat(account.db, chat))?.joins.find((one) => one.user === user)
    if (join === undefined) throw new SorokaError('NOT_FOUND')
    if (accept) {
      await epochs.chains.refreshAll([user])
      const known = await epochs.chains.known([user])
      await epochs.change(chat, admitting(this.#self, [join], known, 'by me'))
    } else await api.chats.refuseJoin({ chat, user })
    await resync(chat)
  }

  get #self(): UserId {
    return this.#deps.account.self.user
  }

  async #putCard(chat: ChatId, seed: Bytes): Promise<void> {
    const info = await this.#deps.store.info(chat)
    const card = encodeCard({ name: info?.meta.name ?? '', photo: info?.meta.photo ?? new Uint8Array() })
    const [pub, sealed] = [toBase64url(await inviteKey(seed)), toBase64url(await sealCard(seed, chat, card))]
    await this.#deps.api.chats.setCard({ chat, pub, card: sealed })
  }

  async #uses(chat: ChatId): Promise<Map<string, number>> {
    try {
      const { invites } = await this.#deps.api.chats.invites({ chat })
      return new Map(invites.map(({ pub, uses }) => [pub, uses]))
    } catch (error) {
      if (isOffline(error)) return new Map()
      throw error
    }
  }

  #view(chat: ChatId, invite: Invite, seed: Bytes | null, uses: number): InviteView {
    const { pub, expiresAt, maxUses, approval } = invite
    const link = seed === null ? null : formatLink(this.#deps.origin, { chat, seed })
    return { link, id: toBase64url(pub), expiresAt, maxUses, approval, uses }
  }
}
