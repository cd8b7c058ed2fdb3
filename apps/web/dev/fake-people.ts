import type { AccountApi, ContactsApi, PeopleApi, SearchApi, SearchHit } from '@soroka/client/types'
import { pause, type World } from './world.ts'

export function fakePeople(world: World): PeopleApi {
  return {
    find: async (query) => {
      await pause(150)
      const word = query.toLowerCase().replace('@', '')
      return [...world.people.values()].filter(
        (person) => person.nickname.startsWith(word) || person.name.toLowerCase().includes(word),
      )
    },
    get: async (user) => world.people.get(user) ?? null,
    photo: async () => null,
    watch: async () => undefined,
    verify: async (user) => world.person(user, { verification: 'verified' }),
    unverify: async (user) => world.person(user, { verification: 'unverified' }),
    confirmKey: async (user) => world.person(user, { verification: 'unverified' }),
    safetyNumber: async () =>
      '03915 77264 10832 59947 66120 48301 91754 20086 37519 84462 05573 61928'.replaceAll(' ', ''),
  }
}

export function fakeContacts(world: World): ContactsApi {
  const those = (key: 'contact' | 'blocked') => [...world.people.values()].filter((person) => person[key])
  return {
    list: async () => those('contact'),
    add: async (user) => world.person(user, { contact: true }),
    remove: async (user) => world.person(user, { contact: false }),
    rename: async (user, { name, note }) => {
      const person = world.people.get(user)
      const own = person?.ownName ?? person?.name ?? ''
      world.person(user, { name: name === '' ? own : name, ownName: own, note })
    },
    blocked: async () => those('blocked'),
    block: async (user) => world.person(user, { blocked: true }),
    unblock: async (user) => world.person(user, { blocked: false }),
  }
}

export function fakeAccount(world: World): AccountApi {
  let account: Awaited<ReturnType<AccountApi['get']>> = {
    email: world.me.email,
    name: world.me.name,
    nickname: world.me.nickname,
    role: 'owner',
    findByEmail: true,
    privacy: { lastSeen: 'everyone', readReceipts: true, typing: true, groups: 'everyone' },
    linkPreviews: null,
    newTimer: 0,
    recoverySavedAt: null,
    about: null,
    phone: null,
    status: null,
  }
  return {
    known: async () => [],
    setPhoto: async () => pause(600),
    get: async () => account,
    update: async (input) => {
      await pause(200)
      account = { ...account, ...input, privacy: { ...account.privacy, ...input.privacy } }
    },
  }
}

export function fakeSearch(world: World): SearchApi {
  return {
    query: async (text, { chat, limit, offset = 0 }) => {
      await pause(30)
      const words = text.split(/\s+/)
      const filters = words.flatMap((word) => {
        const match = /^(from|in|has|before|after):(.+)$/.exec(word)
        return match ? [{ name: match[1] as 'from', value: match[2] ?? '' }] : []
      })
      const plain = words
        .filter((word) => !/^\w+:/.test(word))
        .join(' ')
        .toLowerCase()
      const hits: SearchHit[] = []
      for (const [id, rows] of world.messages) {
        if (chat && id !== chat) continue
        for (const message of rows.toReversed()) {
          const at = plain === '' ? -1 : message.text.toLowerCase().indexOf(plain)
          const linked = text === 'has:link' && message.text.includes('https://')
          if (linked) hits.push({ message, ranges: [] })
          else if (at !== -1) hits.push({ message, ranges: [[at, plain.length]] })
        }
      }
      hits.sort((a, b) => b.message.at - a.message.at)
      const named = <T>(all: Iterable<T>, name: (one: T) => string) =>
        plain === '' || chat ? [] : [...all].filter((one) => name(one).toLowerCase().includes(plain)).slice(0, 5)
      return {
        chats: named(world.chats.values(), (one) => one.title),
        people: named(world.people.values(), (one) => one.name),
        hits: hits.slice(offset, offset + limit),
        more: hits.length > offset + limit,
        filters,
      }
    },
    progress: async () => ({ indexed: 61_200, total: 84_000 }),
  }
}
