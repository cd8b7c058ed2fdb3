import { signLeave, type VerifiedEpoch } from '@soroka/crypto'
import { type ChatId, SorokaError, type UserId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { DEFAULT_POLICY, encodeLeave, ROLE } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { Wish } from '../epochs/epoch-writer.ts'
import type { People } from '../people/people.ts'
import type { ChatView, GroupsApi, MemberView } from '../types.ts'
import { changedPolicy } from './facts.ts'
import type { GroupStore } from './group-store.ts'
import type { Invites } from './invites.ts'
import { viewMembers } from './members.ts'
import { type GroupMeta, mayName } from './meta.ts'
import { adding, giving, handingOver, isGroup, member, must, removing, ruling, timing } from './wishes.ts'

interface Deps {
  api: Api
  account: LocalAccount
  epochs: Epochs
  store: GroupStore
  meta: GroupMeta
  invites: Invites
  people: People
  view(chat: ChatId): Promise<ChatView | null>
  /** Seconds after which messages of a new group disappear; 0: never. */
  newTimer(): Promise<number>
  /** Reads the chat anew. */
  resync(chat: ChatId): Promise<void>
  failed(error: unknown): void
}

const VERBS: ReadonlySet<string> = new Set<keyof GroupsApi>([
  'create',
  'members',
  'add',
  'remove',
  'setRole',
  'handOver',
  'setPolicy',
  'setTimer',
  'setInfo',
  'leave',
  'destroy',
  'common',
  'createInvite',
  'invites',
  'revokeInvite',
  'look',
  'join',
  'answerJoin',
])

/** Whether another tab may ask for it. */
export const isGroupVerb = (verb: string): boolean => VERBS.has(verb)

const NOTHING: Bytes = new Uint8Array()

/** What a person does with groups. Runs in the tab that leads: it alone writes epochs. */
export class Groups implements GroupsApi {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async create(input: Parameters<GroupsApi['create']>[0]): Promise<ChatView> {
    const { epochs, meta, view } = this.#deps
    const policy = { ...changedPolicy(DEFAULT_POLICY, input.policy ?? {}), timer: await this.#deps.newTimer() }
    const made = await epochs.createGroup(input.users, policy)
    const { name, description = '', photo = NOTHING } = input
    await meta.write(made, { name, description, photo })
    const shown = await view(made.chat)
    if (shown === null) throw new SorokaError('NOT_FOUND')
    return shown
  }

  async members(chat: ChatId): Promise<MemberView[]> {
    const { api, people } = this.#deps
    return await viewMembers({ api, people, self: this.#self }, chat, (await this.#head(chat)).roster)
  }

  add(chat: ChatId, users: UserId[]): Promise<void> {
    return this.#change(chat, adding(this.#self, users))
  }

  remove(chat: ChatId, users: UserId[]): Promise<void> {
    return this.#change(chat, removing(this.#self, users))
  }

  setRole(chat: ChatId, user: UserId, role: 'member' | 'admin'): Promise<void> {
    return this.#change(chat, giving(this.#self, user, role))
  }

  handOver(chat: ChatId, user: UserId): Promise<void> {
    return this.#change(chat, handingOver(this.#self, user))
  }

  setPolicy(chat: ChatId, policy: Parameters<GroupsApi['setPolicy']>[1]): Promise<void> {
    return this.#change(chat, ruling(this.#self, policy))
  }

  setTimer(chat: ChatId, seconds: number): Promise<void> {
    return this.#change(chat, timing(this.#self, seconds))
  }

  async setInfo(chat: ChatId, info: Parameters<GroupsApi['setInfo']>[1]): Promise<void> {
    const { epochs, store, meta, invites, failed } = this.#deps
    const head = await this.#head(chat)
    must(isGroup(head) && mayName(head, this.#self))
    const before = (await store.info(chat))?.meta
    const photo = info.photo === undefined ? (before?.photo ?? NOTHING) : (info.photo ?? NOTHING)
    const name = info.name ?? before?.name ?? ''
    await meta.write(await epochs.verified(chat), {
      name,
      description: info.description ?? before?.description ?? '',
      photo,
    })
    // Only what a link shows before joining: the group has its name already.
    await invites.renewCards(chat).catch(failed)
  }

  async leave(chat: ChatId): Promise<void> {
    const { api, account, resync } = this.#deps
    const head = await this.#head(chat)
    const me = member(head, this.#self)
    must(isGroup(head))
    if (me.role === ROLE.owner && head.roster.length > 1) throw new SorokaError('FORBIDDEN', { reason: 'owner' })
    const leave = await signLeave(head, { ...account.self, signKey: account.deviceKey })
    await api.chats.leave({ chat, leave: toBase64url(encodeLeave(leave)) })
    await resync(chat)
  }

  async destroy(chat: ChatId): Promise<void> {
    const { api, resync } = this.#deps
    must(member(await this.#head(chat), this.#self).role === ROLE.owner)
    await api.chats.remove({ chat })
    await resync(chat)
  }

  async common(user: UserId): Promise<ChatView[]> {
    const { chats } = await this.#deps.api.chats.common({ user })
    const views = await Promise.all(chats.map((chat) => this.#deps.view(chat)))
    return views.filter((view) => view !== null)
  }

  createInvite(chat: ChatId, input: Parameters<GroupsApi['createInvite']>[1]) {
    return this.#deps.invites.create(chat, input)
  }

  invites(chat: ChatId) {
    return this.#deps.invites.list(chat)
  }

  revokeInvite(chat: ChatId, id: string): Promise<void> {
    return this.#deps.invites.revoke(chat, id)
  }

  look(link: string) {
    return this.#deps.invites.look(link)
  }

  join(link: string) {
    return this.#deps.invites.join(link)
  }

  answerJoin(chat: ChatId, user: UserId, accept: boolean): Promise<void> {
    return this.#deps.invites.answer(chat, user, accept)
  }

  get #self(): UserId {
    return this.#deps.account.self.user
  }

  /** What is not allowed is refused before anybody is asked. */
  async #change(chat: ChatId, wish: Wish): Promise<void> {
    const { epochs } = this.#deps
    const all = await epochs.verified(chat)
    if (all.head !== undefined) await wish(all.head.epoch, all)
    await epochs.change(chat, wish)
  }

  async #head(chat: ChatId): Promise<VerifiedEpoch> {
    const head = (await this.#deps.epochs.verified(chat)).head
    if (head === undefined) throw new SorokaError('NOT_FOUND')
    return head.epoch
  }
}
