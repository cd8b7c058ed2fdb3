/**
 * An engine that lives in memory: drives the screens without a server (`vite --mode fake`), for pictures and design work.
 * Never part of the product: only `--mode fake` puts it in the place of src/engine/connect.ts.
 * The address chooses the scene: ?scene=out (signed out), empty, chats (default), long (10,000 messages), offline.
 */
import type { ChatView, ClientEvent, MessageView, PersonView, SessionView } from '@soroka/client/types'
import type { ChatId, DeviceId, MsgId, UserId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import type { WebEngine } from '../src/engine/web-engine.ts'
import { makeScene } from './scene.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export function connect(): WebEngine {
  const scene = new URLSearchParams(location.search).get('scene') ?? sessionStorage.getItem('scene') ?? 'chats'
  sessionStorage.setItem('scene', scene)
  const me: SessionView = {
    user: 'me' as UserId,
    device: 'd' as DeviceId,
    name: 'Аня Рябинина',
    nickname: 'ryabina',
    email: 'anya@ryabina.ru',
  }
  const language = localStorage.getItem('soroka.language') ?? (navigator.language.startsWith('ru') ? 'ru' : 'en')
  const { chats, messages, people } = makeScene(scene, me.user, language === 'ru' ? 'ru' : 'en')
  let session: SessionView | null = scene === 'out' ? null : me
  let recovery: string | null =
    scene === 'empty' ? 'лес река гнездо перо утро снег берег чай дом окно крыло небо '.repeat(2).trim() : null
  const listeners = new Set<(event: ClientEvent) => void>()
  const tell = (event: ClientEvent) => setTimeout(() => listeners.forEach((listen) => listen(event)), 0)
  const chatOf = (id: ChatId) => chats.get(id)
  const touch = (chat: ChatView) => {
    chats.set(chat.id, chat)
    tell({ type: 'chats', upserts: [chat], removed: [] })
  }
  const put = (message: MessageView) => {
    const list = messages.get(message.chat) ?? []
    const at = list.findIndex((row) => row.key === message.key)
    if (at === -1) list.push(message)
    else list[at] = message
    messages.set(message.chat, list)
    tell({ type: 'messages', chat: message.chat, upserts: [message], removed: [] })
  }
  const enter = () => {
    session = me
    tell({ type: 'session', session: me })
    return me
  }
  if (scene === 'chats')
    setTimeout(() => tell({ type: 'typing', chat: 'altai' as ChatId, users: ['ira' as UserId] }), 50)

  return {
    auth: {
      signUp: async () => (await pause(200), { codeExpiresAt: Date.now() + 900_000 }),
      resendCode: async () => ({ codeExpiresAt: Date.now() + 900_000 }),
      confirm: async ({ code }) => {
        await pause(300)
        if (code === '000000') throw new EngineError('CODE_WRONG', { triesLeft: 4 })
        recovery = 'лес река гнездо перо утро снег берег чай дом окно крыло небо '.repeat(2).trim()
        return { session: enter(), recoveryKey: recovery }
      },
      signIn: async ({ password }) => {
        await pause(400)
        if (password === 'wrong') throw new EngineError('CREDENTIALS_WRONG', { triesLeft: 4 })
        return enter()
      },
      startRecovery: async () => ({ codeExpiresAt: Date.now() + 900_000 }),
      finishRecovery: async () => enter(),
      signOut: async () => {
        session = null
        tell({ type: 'session', session: null, reason: 'signed_out' })
      },
      session: async () => session,
      recoveryKey: async () => recovery,
      recoverySaved: async () => {
        recovery = null
      },
    },
    account: {
      get: async () => ({
        email: me.email,
        name: me.name,
        nickname: me.nickname,
        role: 'owner',
        findByEmail: true,
        recoverySavedAt: null,
      }),
      update: async () => pause(200) as Promise<never>,
    },
    chats: {
      list: async () => [...chats.values()],
      get: async (id) => chatOf(id) ?? null,
      openDirect: async (user) => {
        const found = [...chats.values()].find((chat) => chat.peer?.id === user)
        if (found) return found
        const peer = people.get(user) as PersonView
        const chat: ChatView = {
          id: `c-${user}` as ChatId,
          kind: 'direct',
          title: peer.name,
          peer,
          unread: 0,
          at: Date.now(),
          lastSeq: 0,
          peerDelivered: 0,
          peerRead: 0,
          ownRead: 0,
          draft: '',
        }
        touch(chat)
        return chat
      },
      setDraft: async (id, draft) => {
        const chat = chatOf(id)
        if (chat) touch({ ...chat, draft })
      },
      markRead: async (id, seq) => {
        const chat = chatOf(id)
        if (chat) touch({ ...chat, ownRead: seq, unread: Math.max(0, chat.lastSeq - seq) })
      },
      startTyping: async () => undefined,
    },
    messages: {
      page: async (id, { before, limit }) => {
        await pause(20)
        const all = messages.get(id) ?? []
        const below =
          before === undefined ? all : all.filter((message) => message.seq !== undefined && message.seq < before)
        return { messages: below.slice(-limit), more: below.length > limit }
      },
      send: async (id, text) => {
        const chat = chatOf(id) as ChatView
        const key = crypto.randomUUID()
        const message: MessageView = {
          key,
          chat: id,
          id: key as MsgId,
          sender: me.user,
          own: true,
          at: Date.now(),
          text,
          state: 'pending',
        }
        put(message)
        touch({ ...chat, last: message, at: message.at, draft: '' })
        setTimeout(() => {
          const fresh = chatOf(id) as ChatView
          const seq = fresh.lastSeq + 1
          const sent: MessageView = { ...message, seq, state: 'sent' }
          put(sent)
          touch({ ...fresh, last: sent, lastSeq: seq, ownRead: seq, unread: 0 })
          setTimeout(() => touch({ ...(chatOf(id) as ChatView), peerDelivered: seq }), 500)
          setTimeout(() => touch({ ...(chatOf(id) as ChatView), peerRead: seq }), 1200)
        }, 600)
        return message
      },
      retry: async () => undefined,
      discard: async () => undefined,
    },
    people: {
      find: async (query) => {
        await pause(150)
        const word = query.toLowerCase().replace('@', '')
        return [...people.values()].filter(
          (person) => person.nickname.startsWith(word) || person.name.toLowerCase().includes(word),
        )
      },
      get: async (user) => people.get(user) ?? null,
      watch: async () => undefined,
    },
    connection: async () => (scene === 'offline' ? 'offline' : 'online'),
    wake: async () => undefined,
    subscribe: async (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setVisible: async () => undefined,
    close: async () => undefined,
  }
}
