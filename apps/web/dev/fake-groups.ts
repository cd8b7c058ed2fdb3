import type { ChatView, GroupsApi, InviteView, MemberView, PersonView } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import { allRights, blankChat, openPolicy, pause, type World } from './world.ts'

/** The verbs of groups, in memory. */
export function fakeGroups(world: World): GroupsApi {
  const list = (chat: ChatId) => world.members.get(chat) ?? []
  const setMembers = (chat: ChatId, members: MemberView[]) => {
    world.members.set(chat, members)
    world.touch(chat, { memberCount: members.length })
  }
  const member = (user: UserId): MemberView => ({
    person: world.people.get(user) as PersonView,
    role: 'member',
    self: false,
  })
  return {
    create: async ({ name, description, photo, users, policy }) => {
      await pause(300)
      const id = crypto.randomUUID() as ChatId
      const self = { ...member(world.me.user), role: 'owner' as const, self: true }
      self.person = { ...(world.people.get('ira' as UserId) as PersonView), id: world.me.user, name: world.me.name }
      world.members.set(id, [self, ...users.map(member)])
      const chat: ChatView = {
        ...blankChat(id, 'group', name),
        description: description ?? '',
        ...(photo ? { photo } : {}),
        role: 'owner',
        rights: allRights,
        policy: { ...openPolicy, ...policy },
        memberCount: users.length + 1,
      }
      world.chats.set(id, chat)
      world.tell({ type: 'chats', upserts: [chat], removed: [] })
      return chat
    },
    members: async (chat) => (await pause(80), list(chat)),
    add: async (chat, users) => {
      await pause(200)
      if (users.includes('gleb' as UserId)) throw new EngineError('NOT_ACCEPTING')
      setMembers(chat, [...list(chat), ...users.map(member)])
    },
    remove: async (chat, users) =>
      setMembers(
        chat,
        list(chat).filter(({ person }) => !users.includes(person.id)),
      ),
    setRole: async (chat, user, role) =>
      setMembers(
        chat,
        list(chat).map((one) => (one.person.id === user ? { ...one, role } : one)),
      ),
    handOver: async (chat, user) => {
      setMembers(
        chat,
        list(chat).map((one) =>
          one.person.id === user ? { ...one, role: 'owner' } : one.self ? { ...one, role: 'admin' } : one,
        ),
      )
      world.touch(chat, { role: 'admin' })
    },
    setPolicy: async (chat, policy) => {
      const now = world.chats.get(chat)
      if (now) world.touch(chat, { policy: { ...now.policy, ...policy } })
    },
    setTimer: async (chat, timer) => void world.touch(chat, { timer }),
    setInfo: async (chat, { name, description, photo }) => {
      await pause(200)
      const { photo: old, ...rest } = world.chats.get(chat) as ChatView
      const kept = photo === undefined ? old : photo
      const next = {
        ...rest,
        title: name ?? rest.title,
        description: description ?? rest.description,
        ...(kept ? { photo: kept } : {}),
      }
      world.chats.set(chat, next)
      world.tell({ type: 'chats', upserts: [next], removed: [] })
    },
    leave: async (chat) => void world.touch(chat, { left: true }),
    destroy: async (chat) => {
      world.chats.delete(chat)
      world.tell({ type: 'chats', upserts: [], removed: [chat] })
    },
    common: async (user) =>
      [...world.members].flatMap(([chat, members]) => {
        const view = world.chats.get(chat)
        return view && members.some(({ person }) => person.id === user) ? [view] : []
      }),
    createInvite: async (chat, input) => {
      await pause(200)
      const id = crypto.randomUUID().slice(0, 8)
      const invite: InviteView = { ...input, id, uses: 0, link: `${location.origin}/join#${chat}.${id.repeat(5)}` }
      world.invites.set(chat, [...(world.invites.get(chat) ?? []), invite])
      return invite
    },
    invites: async (chat) => world.invites.get(chat) ?? [],
    revokeInvite: async (chat, id) =>
      void world.invites.set(
        chat,
        (world.invites.get(chat) ?? []).filter((one) => one.id !== id),
      ),
    look: async (link) => {
      await pause(200)
      if (link.endsWith('bad')) throw new EngineError('INVITE_INVALID')
      const name = world.language === 'ru' ? 'Клуб любителей сорок' : 'Magpie fanciers'
      return { chat: 'club' as ChatId, name, memberCount: 42, approval: link.endsWith('ask'), state: 'none' }
    },
    join: async (link) => {
      await pause(300)
      const waits = link.endsWith('ask')
      const name = world.language === 'ru' ? 'Клуб любителей сорок' : 'Magpie fanciers'
      const chat = { ...blankChat('club', 'group', name), memberCount: 43 }
      if (!waits) {
        world.chats.set(chat.id, chat)
        world.tell({ type: 'chats', upserts: [chat], removed: [] })
      }
      return { chat: chat.id, name, memberCount: 43, approval: waits, state: waits ? 'waiting' : 'member' }
    },
    answerJoin: async (chat, user, accept) => {
      const now = world.chats.get(chat)
      if (accept) setMembers(chat, [...list(chat), member(user)])
      if (now) world.touch(chat, { joins: now.joins.filter((person) => person.id !== user) })
    },
  }
}
