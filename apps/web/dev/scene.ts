import type {
  ChatView,
  FolderView,
  InviteView,
  LineView,
  MemberView,
  MessageView,
  PersonView,
} from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { blankChat, plainMessage } from './blank.ts'
import { day, minute, names, table, talk, type Language, type Row } from './scene-table.ts'

function messagesOf(row: Row, count: number, me: UserId, language: Language): MessageView[] {
  const shift = (talk.at(-1)?.[1] ?? 0) - row.ago
  return Array.from({ length: count }, (_, index) => {
    const newest = index === count - 1 ? row.last : undefined
    const line = talk[(index + talk.length - (count % talk.length)) % talk.length] as (typeof talk)[number]
    const round = Math.floor((count - 1 - index) / talk.length)
    const who = newest?.[0] ?? (row.kind === 'nest' ? 0 : line[0])
    const sender = who === 0 ? me : ((row.people[(who - 1) % row.people.length] ?? 'me') as UserId)
    const text = language === 'ru' ? (newest?.[1] ?? line[2]) : (newest?.[2] ?? line[3])
    return {
      ...plainMessage(row.id as ChatId, `${row.id}-${index}`, sender, who === 0, text),
      seq: index + 1,
      at: Date.now() - (line[1] - shift) * minute - round * 2 * day,
    }
  })
}

function chatOf(row: Row, list: MessageView[], people: Map<UserId, PersonView>, language: Language): ChatView {
  const peer = row.kind === 'direct' ? people.get(row.people[0] as UserId) : undefined
  const last = list.at(-1)
  const rows = list.filter((message) => message.seq !== undefined).length
  return {
    ...blankChat(row.id, row.kind, peer?.name ?? row[language]),
    ...(peer ? { peer } : {}),
    ...(last ? { last, at: last.at } : {}),
    unread: row.unread ?? 0,
    lastSeq: rows,
    ownRead: rows - (row.unread ?? 0),
    peerDelivered: rows,
    peerRead: row.id === 'release' ? 0 : rows,
    ...row.change,
  }
}

/** ?scene= empty and out: nothing; long: 10,000 messages in each chat; many: 3,000 chats; big: a group of 1,000. */
export function buildScene(scene: string, me: UserId, language: Language) {
  const people = new Map<UserId, PersonView>()
  const chats = new Map<ChatId, ChatView>()
  const messages = new Map<ChatId, MessageView[]>()
  const lines = new Map<ChatId, LineView[]>()
  const members = new Map<ChatId, MemberView[]>()
  const invites = new Map<ChatId, InviteView[]>()
  const folders: FolderView[] = []
  const bare = scene === 'empty' || scene === 'out'
  names.forEach(([id, nickname, ru, en, online], index) => {
    const name = language === 'ru' ? ru : en
    people.set(id as UserId, {
      id: id as UserId,
      name,
      nickname,
      online,
      lastSeen: Date.now() - index * 55 * minute,
      contact: !bare && id !== 'gleb' && id !== 'olga',
      blocked: false,
      verification: id === 'mum' ? 'verified' : id === 'kira' ? 'changed' : 'unverified',
      ...(id === 'mum' ? { ownName: language === 'ru' ? 'Елена Рябинина' : 'Elena Ryabinina' } : {}),
    })
  })
  if (bare) return { people, chats, messages, lines, members, invites, folders }
  const self: PersonView = {
    id: me,
    name: language === 'ru' ? 'Аня Рябинина' : 'Anya Ryabinina',
    nickname: 'ryabina',
    online: true,
    lastSeen: null,
    contact: false,
    verification: 'unverified',
    blocked: false,
  }
  for (const row of table) {
    const list = messagesOf(row, scene === 'long' ? 10_000 : row.rows, me, language)
    if (row.id === 'chat-kostya') {
      const own = list.at(-1) as MessageView
      const { seq: _, ...waiting } = own
      list.push({
        ...waiting,
        own: true,
        sender: me,
        key: 'failed',
        id: 'failed' as MsgId,
        state: 'failed',
        failure: 'UNAVAILABLE',
        at: own.at + 1000,
      })
    }
    messages.set(row.id as ChatId, list)
    chats.set(row.id as ChatId, chatOf(row, list, people, language))
    if (row.kind !== 'group') continue
    const role = chats.get(row.id as ChatId)?.role ?? 'member'
    const of = row.people.map((id, index): MemberView => ({
      person: people.get(id as UserId) as PersonView,
      role: index === 0 ? (role === 'owner' ? 'admin' : 'owner') : 'member',
      self: false,
    }))
    members.set(row.id as ChatId, [{ person: self, role, self: true }, ...of].toSorted(byRole))
  }
  const lev = chats.get('chat-lev' as ChatId)
  if (lev)
    lev.draft = {
      text: language === 'ru' ? 'Смету пришлю до вечера, точно' : 'I will send the estimate by tonight',
      at: Date.now(),
    }
  const altai = chats.get('altai' as ChatId)
  if (altai) {
    altai.description =
      language === 'ru'
        ? 'Мультинское кольцо, 14–20 августа. Снаряжение и билеты здесь.'
        : 'The Multa ring, 14–20 August. Gear and tickets here.'
    altai.joins = [people.get('gleb' as UserId) as PersonView]
    const pin = messages.get(altai.id)?.[4]
    if (pin) {
      pin.pinned = true
      altai.topPin = pin
      altai.pinCount = 1
    }
    invites.set(altai.id, [
      {
        link: `${location.origin}/join#altai.c2VlZA`,
        id: 'link-1',
        expiresAt: Date.now() + 5 * day,
        maxUses: 20,
        uses: 3,
        approval: true,
      },
    ])
  }
  folders.push(
    {
      id: 'personal',
      name: language === 'ru' ? 'Личные' : 'Personal',
      include: ['direct'],
      exclude: [],
      chats: [],
      without: [],
    },
    {
      id: 'work',
      name: language === 'ru' ? 'Работа' : 'Work',
      include: [],
      exclude: [],
      chats: ['release' as ChatId, 'chat-lev' as ChatId],
      without: [],
    },
    {
      id: 'unread',
      name: language === 'ru' ? 'Непрочитанные' : 'Unread',
      include: ['unread'],
      exclude: ['muted'],
      chats: [],
      without: [],
    },
  )
  if (scene === 'big') addCrowd(people, members, chats)
  if (scene === 'many')
    for (let index = 0; index < 3000; index++) {
      const id = `many-${index}` as ChatId
      chats.set(id, { ...blankChat(id, 'group', `Chat ${index}`), at: Date.now() - index * day * 0.3 })
    }
  return { people, chats, messages, lines, members, invites, folders }
}

const roles = { owner: 0, admin: 1, member: 2 }
function byRole(a: MemberView, b: MemberView): number {
  return roles[a.role] - roles[b.role] || a.person.name.localeCompare(b.person.name)
}

function addCrowd(people: Map<UserId, PersonView>, members: Map<ChatId, MemberView[]>, chats: Map<ChatId, ChatView>) {
  const altai = members.get('altai' as ChatId) ?? []
  const first = people.get('ira' as UserId) as PersonView
  for (let index = altai.length; index < 1000; index++) {
    const id = `crowd-${index}` as UserId
    const person: PersonView = {
      ...first,
      id,
      name: `Человек ${index}`,
      nickname: `p${index}`,
      online: index % 5 === 0,
    }
    people.set(id, person)
    altai.push({ person, role: 'member', self: false })
  }
  const chat = chats.get('altai' as ChatId)
  if (chat) chat.memberCount = 1000
}
