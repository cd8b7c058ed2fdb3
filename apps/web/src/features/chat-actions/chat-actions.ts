import type { ChatView, FolderView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { ask } from '../../ui/layer-store.ts'
import { isUnread } from '../../stores/chat-state.ts'

/** What can be done with a whole chat, with the words that are said about it. */
const t = i18next.t.bind(i18next)
const hour = 3_600_000

/** Eight in the morning of the next day. */
function tomorrow(): number {
  const at = new Date()
  at.setDate(at.getDate() + 1)
  return at.setHours(8, 0, 0, 0)
}

export const forEver = Number.MAX_SAFE_INTEGER
export const muteTimes = [
  { name: 'hour', until: () => Date.now() + hour },
  { name: 'eight', until: () => Date.now() + 8 * hour },
  { name: 'tomorrow', until: tomorrow },
  { name: 'forEver', until: () => forEver },
] as const

export function mute(chat: ChatView, until: number): void {
  void act(engine.chats.mute(chat.id, until))
}

export function togglePin(chat: ChatView): void {
  void act(engine.chats.pin(chat.id, chat.pinned === undefined))
}

export function toggleUnread(chat: ChatView): void {
  const unread = isUnread(chat)
  if (chat.unread > 0) void act(engine.chats.markRead(chat.id, chat.lastSeq))
  if (chat.unread === 0 || chat.markedUnread) void act(engine.chats.markUnread(chat.id, !unread))
}

export function toggleArchive(chat: ChatView): void {
  const on = !chat.archived
  void act(engine.chats.archive(chat.id, on), {
    text: t(on ? 'chats:archive.done' : 'chats:archive.undone'),
    undo: () => engine.chats.archive(chat.id, !on),
  })
}

/** The pinned chats in the order of the list. */
export function pinnedChats(): ChatId[] {
  const { order, chats } = chatStore.getState()
  return order.filter((id) => chats[id]?.pinned !== undefined)
}

/** Puts a pinned chat into the place of another. */
export function movePin(chat: ChatId, to: number): void {
  const pins = pinnedChats()
  const from = pins.indexOf(chat)
  if (from === -1 || to < 0 || to >= pins.length || from === to) return
  const sorted = pins.toSpliced(from, 1).toSpliced(to, 0, chat)
  const { chats, applyChats } = chatStore.getState()
  const before = sorted.flatMap((id) => chats[id] ?? [])
  // The list shows it at once, and as it was when it fails.
  applyChats(
    before.map((one, pinned) => ({ ...one, pinned })),
    [],
  )
  void act(engine.chats.sortPins(sorted)).then((done) => done || applyChats(before, []))
}

/** Puts a chat into a folder by hand, or takes it out of it. */
export function setInFolder(folder: FolderView, chat: ChatId, on: boolean): void {
  const { folders } = chatStore.getState()
  const others = (ids: ChatId[]) => ids.filter((id) => id !== chat)
  const changed: FolderView = {
    ...folder,
    chats: on ? [...others(folder.chats), chat] : others(folder.chats),
    without: on ? others(folder.without) : [...others(folder.without), chat],
  }
  void act(engine.chats.saveFolders(folders.map((one) => (one.id === folder.id ? changed : one))), {
    text: t(on ? 'chats:folder.added' : 'chats:folder.taken', { name: folder.name }),
    undo: () => engine.chats.saveFolders(folders),
  })
}

export async function clearChat(chat: ChatView): Promise<void> {
  const yes = await ask({
    title: t('chats:clear.title'),
    text: t('chats:clear.text', { name: chatTitle(chat, t) }),
    confirm: t('chats:clear.confirm'),
    danger: true,
  })
  if (yes) await act(engine.chats.clear(chat.id), { text: t('chats:clear.done') })
}

/** Takes a chat off the list after a question; a group is left first. @returns whether it is gone */
export async function deleteChat(chat: ChatView): Promise<boolean> {
  const leaving = chat.kind === 'group' && !chat.left
  if (leaving && chat.role === 'owner' && chat.memberCount > 1) {
    await ask({
      title: t('groups:ownerLeaves.title'),
      text: t('groups:ownerLeaves.text'),
      confirm: t('app:understood'),
    })
    return false
  }
  const kind = leaving ? 'leave' : chat.kind === 'group' ? 'group' : 'direct'
  const yes = await ask({
    title: t(`chats:delete.${kind}.title`),
    text: t(`chats:delete.${kind}.text`, { name: chatTitle(chat, t) }),
    confirm: t(`chats:delete.${kind}.confirm`),
    danger: true,
  })
  if (!yes) return false
  if (leaving && !(await act(engine.groups.leave(chat.id)))) return false
  return act(engine.chats.forget(chat.id), { text: t('chats:delete.done') })
}
