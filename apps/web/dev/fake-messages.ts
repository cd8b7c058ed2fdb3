import type { MessagesApi, MessageView, Outgoing } from '@soroka/client/types'
import type { ChatId, MsgId } from '@soroka/protocol'
import { attached } from './fake-files.ts'
import { enrich, quoteOf } from './rich-group.ts'
import { pause, plainMessage, type World } from './world.ts'

/** A message as it stands right after it was written. */
function written(world: World, chat: ChatId, input: Outgoing): MessageView {
  const target = input.replyTo && world.messages.get(chat)?.find(({ id }) => id === input.replyTo)
  const { poll } = input
  return {
    ...plainMessage(chat, crypto.randomUUID(), world.me.user, true, input.text),
    state: 'pending',
    mentions: input.mentions ?? [],
    ...(target ? { replyTo: quoteOf(target) } : {}),
    ...(input.thread ? { thread: input.thread } : {}),
    ...(input.preview ? { preview: input.preview } : {}),
    ...(input.files ? { files: input.files.map(attached) } : {}),
    ...(input.silent ? { silent: true } : {}),
    ...(input.sticker ? { sticker: input.sticker } : {}),
    ...(poll && {
      poll: {
        ...poll,
        options: poll.options.map((text) => ({ text, votes: 0, own: false, voters: [] })),
        closed: false,
        voters: 0,
        counted: !poll.anonymous,
      },
    }),
  }
}

/** Everything people do with messages, in memory; what one does is told back as the engine would. */
export function fakeMessages(world: World): MessagesApi {
  if (world.scene === 'chats') enrich(world)
  const me = world.me.user
  const versions = new Map<MsgId, { text: string; at: number }[]>()
  const waiting = new Map<ChatId, MessageView[]>()
  const rows = (chat: ChatId) => world.messages.get(chat) ?? []
  const find = (chat: ChatId, id: MsgId) => rows(chat).find((message) => message.id === id)
  const change = (chat: ChatId, id: MsgId, by: (message: MessageView) => MessageView) => {
    const found = find(chat, id)
    if (found) world.put(by(found))
  }
  const drop = (chat: ChatId, ids: MsgId[]) => {
    world.messages.set(
      chat,
      rows(chat).filter((message) => !ids.includes(message.id)),
    )
    world.tell({ type: 'messages', chat, upserts: [], removed: ids })
  }
  const accept = (message: MessageView) => {
    const { chat } = message
    world.put(message)
    world.touch(chat, { last: message, at: message.at })
    setTimeout(() => {
      const seq = (world.chats.get(chat)?.lastSeq ?? 0) + 1
      const sent: MessageView = { ...message, seq, state: 'sent' }
      world.put(sent)
      if (message.thread)
        change(chat, message.thread, (root) => ({
          ...root,
          replies: { count: (root.replies?.count ?? 0) + 1, lastAt: sent.at },
        }))
      world.touch(chat, { last: sent, lastSeq: seq, ownRead: seq, unread: 0 })
      setTimeout(() => world.touch(chat, { peerDelivered: seq }), 500)
      setTimeout(() => world.touch(chat, { peerRead: seq }), 1200)
    }, 600)
    return message
  }
  return {
    page: async (chat, { before, after, around, limit }) => {
      await pause(20)
      const all = rows(chat)
      const at = (test: (seq: number) => boolean) => {
        const found = all.findIndex(({ seq }) => seq !== undefined && test(seq))
        return found === -1 ? all.length : found
      }
      let from = Math.max(0, all.length - limit)
      let to = all.length
      if (before !== undefined) {
        to = at((seq) => seq >= before)
        from = Math.max(0, to - limit)
      } else if (after !== undefined) {
        from = at((seq) => seq > after)
        to = Math.min(all.length, from + limit)
      } else if (around !== undefined) {
        from = Math.max(0, at((seq) => seq >= around) - Math.floor(limit / 2))
        to = Math.min(all.length, from + limit)
      }
      const slice = all.slice(from, to)
      const first = from === 0 ? 0 : (slice[0]?.seq ?? 0)
      const last = to === all.length ? Infinity : (slice.at(-1)?.seq ?? 0)
      return {
        messages: slice,
        lines: (world.lines.get(chat) ?? []).filter((line) => line.after >= first && line.after <= last),
        more: from > 0,
        moreBelow: to < all.length,
      }
    },
    send: async (chat, input) => {
      const outgoing = typeof input === 'string' ? { text: input } : input
      const message = written(world, chat, outgoing)
      if (outgoing.sendAt === undefined) return accept(message)
      const later: MessageView = { ...message, scheduled: { sendAt: outgoing.sendAt, held: false } }
      waiting.set(chat, [...(waiting.get(chat) ?? []), later])
      return later
    },
    retry: async () => undefined,
    discard: async (chat, id) => drop(chat, [id]),
    edit: async (chat, id, { text, mentions }) =>
      change(chat, id, (message) => {
        const known = versions.get(id) ?? [{ text: message.text, at: message.at }]
        versions.set(id, [...known, { text, at: Date.now() }])
        return { ...message, text, mentions: mentions ?? [], editedAt: Date.now() }
      }),
    versions: async (chat, id) => {
      const message = find(chat, id)
      return versions.get(id) ?? (message ? [{ text: message.text, at: message.at }] : [])
    },
    remove: async (chat, ids, { forEveryone }) => {
      if (!forEveryone) return drop(chat, ids)
      for (const id of ids)
        change(chat, id, (row) => ({
          ...row,
          text: '',
          deleted: row.sender === me ? 'author' : 'admin',
          reactions: [],
          pinned: false,
        }))
    },
    react: async (chat, id, emoji) =>
      change(chat, id, (message) => {
        const reactions = message.reactions.map((one) => ({
          ...one,
          own: false,
          users: one.users.filter((user) => user !== me),
        }))
        for (const symbol of emoji) {
          const one = reactions.find((row) => row.emoji === symbol)
          if (one) Object.assign(one, { own: true, users: [...one.users, me] })
          else reactions.push({ emoji: symbol, own: true, users: [me], count: 1 })
        }
        return {
          ...message,
          reactions: reactions.map((one) => ({ ...one, count: one.users.length })).filter(({ count }) => count > 0),
        }
      }),
    reactors: async (chat, id) =>
      (find(chat, id)?.reactions ?? []).flatMap(({ emoji, users }) =>
        users.map((user, index) => ({ user, emoji, at: Date.now() - index * 60_000 })),
      ),
    pin: async (chat, id, on) => {
      change(chat, id, (message) => ({ ...message, pinned: on }))
      const pins = rows(chat).filter(({ pinned }) => pinned)
      const top = pins.at(-1)
      const { topPin: _, ...before } = world.chats.get(chat) ?? {}
      world.chats.set(chat, before as NonNullable<ReturnType<typeof world.chats.get>>)
      world.touch(chat, { pinCount: pins.length, ...(top ? { topPin: top } : {}) })
    },
    pins: async (chat) => rows(chat).filter(({ pinned }) => pinned),
    vote: async (chat, id, options) =>
      change(chat, id, (message) => {
        const { poll } = message
        if (!poll) return message
        const had = poll.options.some(({ own }) => own)
        const chosen = poll.options.map((option, index) => {
          const own = options.includes(index)
          const others = option.voters.filter((user) => user !== me)
          return { ...option, own, voters: own ? [...others, me] : others, votes: option.votes - +option.own + +own }
        })
        return {
          ...message,
          poll: { ...poll, options: chosen, voters: poll.voters - +had + +(options.length > 0) },
        }
      }),
    closePoll: async (chat, id) =>
      change(chat, id, (message) =>
        message.poll ? { ...message, poll: { ...message.poll, closed: true, counted: true } } : message,
      ),
    forward: async (from, ids, to, { hideAuthor }) => {
      for (const chat of to)
        for (const id of ids) {
          const source = find(from, id)
          if (!source) continue
          const copy = written(world, chat, { text: source.text })
          accept(hideAuthor ? copy : { ...copy, forward: { author: source.sender, at: source.at } })
        }
    },
    readers: async (chat, id) => {
      const at = find(chat, id)?.at ?? 0
      return (world.members.get(chat) ?? [])
        .filter(({ self }) => !self)
        .slice(0, 3)
        .map(({ person }, index) => ({ user: person.id, at: at + (index + 1) * 60_000 }))
    },
    thread: async (chat, root) => rows(chat).filter((message) => message.id === root || message.thread === root),
    locate: async (chat, id) => find(chat, id)?.seq ?? null,
    seqAt: async (chat, at) => rows(chat).find((message) => message.at >= at)?.seq ?? rows(chat).at(-1)?.seq ?? 0,
    scheduled: async (chat) => waiting.get(chat) ?? [],
    unschedule: async (chat, id) => {
      waiting.set(
        chat,
        (waiting.get(chat) ?? []).filter((message) => message.id !== id),
      )
    },
    reschedule: async (chat, id, { text, sendAt }) => {
      const all = waiting.get(chat) ?? []
      const old = all.find((message) => message.id === id)
      if (old && sendAt !== undefined)
        waiting.set(
          chat,
          all.map((message) =>
            message === old ? { ...old, text: text ?? old.text, scheduled: { sendAt, held: false } } : message,
          ),
        )
    },
    report: async () => true,
    preview: async (url) => {
      await pause(300)
      const page =
        '<html><head><title>Запасной</title><meta property="og:title" content="Мультинское кольцо"><meta name="description" content="Трек, перепад высот, места стоянок"><meta property="og:site_name" content="nakarte.me"></head>'
      return { url, type: 'text/html; charset=utf-8', bytes: new TextEncoder().encode(page) }
    },
  }
}
