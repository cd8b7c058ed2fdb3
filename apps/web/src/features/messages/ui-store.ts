import type { MessageView, Outgoing, OutgoingFile } from '@soroka/client/types'
import type { ChatId, MsgId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { authStore } from '../../stores/authStore.ts'

/** Where a context menu opens: at a pointer, or over the bubble on a phone. */
export interface MenuPlace {
  message: MessageView
  /** The line of the feed that holds the bubble. */
  line: HTMLElement
  /** Null: the menu stands over the bubble itself. */
  pointer: { x: number; y: number } | null
  /** Straight to the emoji, as the E key does. */
  reacting?: boolean
}

/** A caption, and who is called in it. */
export type Words = Pick<Outgoing, 'text' | 'mentions' | 'callsAll'>

export type OpenDialog =
  | { kind: 'delete'; messages: MessageView[] }
  | { kind: 'forward'; messages: MessageView[] }
  | { kind: 'info'; message: MessageView }
  | {
      kind: 'attach'
      files: File[]
      /** Photos that were chosen as files go as files. */
      asFiles?: boolean
      /** Made by the camera. */
      taken?: boolean
      caption: string
      send(files: OutgoingFile[], words: Words): Promise<boolean>
      /** The caption goes back into the field when nothing was sent. */
      keep?(caption: string): void
    }
  | { kind: 'camera'; take(files: File[]): void }
  | { kind: 'poll' }
  | { kind: 'sticker'; message: MessageView }
  /** Pictures become stickers: of a new pack, or more of one. */
  | { kind: 'stickerPack'; pack?: { id: string; name: string; rename?: true } | undefined }
  | { kind: 'voters'; message: MessageView }
  | { kind: 'schedule'; pick(at: number): void }
  | { kind: 'scheduled' }
  | { kind: 'reschedule'; message: MessageView }
  /** Without a message: the newest of the other person are offered. */
  | { kind: 'report'; message?: MessageView }
  | { kind: 'pins' }
  | { kind: 'date' }

interface MessagesUi {
  chat: ChatId | null
  reply: MessageView | null
  edit: MessageView | null
  menu: MenuPlace | null
  /** Messages that are selected; null: nothing is being selected. */
  selected: ReadonlyMap<MsgId, MessageView> | null
  /** The message that a jump shows for a moment. */
  flash: MsgId | null
  dialog: OpenDialog | null
  thread: MsgId | null
}

const closed = { reply: null, edit: null, menu: null, selected: null, flash: null, dialog: null, thread: null }

/** What is open over and beside the feed of the one chat on the screen. */
export const uiStore = createStore<MessagesUi>(() => ({ chat: null, ...closed }))

export function useUi<T>(select: (state: MessagesUi) => T): T {
  return useStore(uiStore, select)
}

/** Another chat begins with nothing open. */
export function resetUi(chat: ChatId): void {
  if (uiStore.getState().chat !== chat) uiStore.setState({ chat, ...closed })
}

// Quotes and menus hold messages: they go with the session.
authStore.subscribe(({ session }) => {
  if (session === null) uiStore.setState({ chat: null, ...closed })
})

export function replyTo(message: MessageView | null): void {
  uiStore.setState({ reply: message, edit: null })
}

export function startEdit(message: MessageView | null): void {
  uiStore.setState({ edit: message, reply: null })
}

export function openDialog(dialog: OpenDialog | null): void {
  uiStore.setState({ dialog })
}

/** Asks to whom; the chat that they are from is on the screen. */
export function forwardMessages(messages: MessageView[]): void {
  openDialog({ kind: 'forward', messages })
}

export function openMenu(menu: MenuPlace | null): void {
  uiStore.setState({ menu })
}

export function openThread(thread: MsgId | null): void {
  uiStore.setState({ thread, reply: null, edit: null })
}

export function toggleSelected(message: MessageView): void {
  const selected = new Map(uiStore.getState().selected)
  if (!selected.delete(message.id)) selected.set(message.id, message)
  uiStore.setState({ selected: selected.size === 0 ? null : selected })
}

export function endSelection(): void {
  uiStore.setState({ selected: null })
}

let flashTimer: ReturnType<typeof setTimeout> | undefined

/** Shows where a jump has led, for 1.2 s. */
export function flashMessage(id: MsgId): void {
  clearTimeout(flashTimer)
  uiStore.setState({ flash: id })
  flashTimer = setTimeout(() => uiStore.setState({ flash: null }), 1200)
}
