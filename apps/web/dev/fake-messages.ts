import type { MessagesApi, MessageView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { pause, plainMessage, type World } from './world.ts'

/** The verbs of messages, in memory. */
export function fakeMessages(world: World): MessagesApi {
  const all = (chat: Parameters<MessagesApi['page']>[0]) => world.messages.get(chat) ?? []
  const find = (chat: Parameters<MessagesApi['page']>[0], id: MsgId) => all(chat).find((row) => row.id === id)
  const change = (chat: Parameters<MessagesApi['page']>[0], id: MsgId, by: Partial<MessageView>) => {
    const message = find(chat, id)
    if (message) world.put({ ...message, ...by })
  }
  return {
    page: async (id, { before, after, around, limit }) => {
      await pause(20)
      const rows = all(id)
      const from =
        around === undefined ? undefined : Math.max(0, rows.findIndex((row) => row.seq === around) - limit / 2)
      const slice =
        from !== undefined
          ? rows.slice(from, from + limit)
          : after !== undefined
            ? rows.filter((row) => row.seq === undefined || row.seq > after).slice(0, limit)
            : rows.filter((row) => before === undefined || (row.seq !== undefined && row.seq < before)).slice(-limit)
      return {
        messages: slice,
        lines: world.lines.get(id) ?? [],
        more: slice[0] !== rows[0],
        moreBelow: before === undefined && slice.at(-1) !== rows.at(-1),
      }
    },
    send: async (id, outgoing) => {
      const words = typeof outgoing === 'string' ? { text: outgoing } : outgoing
      const message: MessageView = {
        ...plainMessage(id, crypto.randomUUID(), world.me.user, true, words.text),
        mentions: words.mentions ?? [],
        state: 'pending',
      }
      world.put(message)
      const { draft: _, ...chat } = world.touch(id, { last: message, at: message.at })
      world.chats.set(id, chat)
      setTimeout(() => {
        const seq = (world.chats.get(id)?.lastSeq ?? 0) + 1
        const sent: MessageView = { ...message, seq, state: 'sent' }
        world.put(sent)
        world.touch(id, { last: sent, lastSeq: seq, ownRead: seq, unread: 0 })
        setTimeout(() => world.touch(id, { peerDelivered: seq }), 500)
        setTimeout(() => world.touch(id, { peerRead: seq }), 1200)
      }, 600)
      return message
    },
    retry: async () => undefined,
    discard: async () => undefined,
    edit: async (chat, id, { text }) => change(chat, id, { text, editedAt: Date.now() }),
    versions: async (chat, id) => [{ text: find(chat, id)?.text ?? '', at: Date.now() }],
    remove: async (chat, ids, { forEveryone }) => {
      if (forEveryone) return ids.forEach((id) => change(chat, id, { deleted: 'author', text: '' }))
      world.messages.set(
        chat,
        all(chat).filter((row) => !ids.includes(row.id)),
      )
      world.tell({ type: 'messages', chat, upserts: [], removed: ids })
    },
    react: async (chat, id, emoji) =>
      change(chat, id, {
        reactions: emoji.map((one) => ({ emoji: one, count: 1, own: true, users: [world.me.user] })),
      }),
    reactors: async () => [],
    pin: async (chat, id, on) => change(chat, id, { pinned: on }),
    pins: async (chat) => all(chat).filter((row) => row.pinned),
    vote: async () => undefined,
    closePoll: async () => undefined,
    forward: async () => undefined,
    readers: async () => [],
    thread: async (chat, root) => all(chat).filter((row) => row.id === root || row.thread === root),
    locate: async (chat, id) => find(chat, id)?.seq ?? null,
    seqAt: async (chat, at) => all(chat).find((row) => row.at >= at)?.seq ?? 0,
    scheduled: async () => [],
    unschedule: async () => undefined,
    preview: async () => null,
  }
}
