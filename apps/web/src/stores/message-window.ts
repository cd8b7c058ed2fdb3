import type { MessageView } from '@soroka/client/types'

/** A gap-free run of one chat's log that reaches its end: by seq, what waits in the outbox last. */
export interface MessageWindow {
  messages: MessageView[]
  /** Older rows exist. */
  more: boolean
}

function order(a: MessageView, b: MessageView): number {
  if (a.seq !== undefined && b.seq !== undefined) return a.seq - b.seq
  if (a.seq !== undefined) return -1
  return b.seq === undefined ? a.at - b.at : 1
}

/** Puts new and changed rows in their places. Rows above the window's first are left for the page that will hold them. */
export function mergeMessages(window: MessageWindow, upserts: MessageView[], removed: string[]): MessageWindow {
  const first = window.messages.find((message) => message.seq !== undefined)?.seq
  const byKey = new Map(window.messages.map((message) => [message.key, message]))
  for (const key of removed) byKey.delete(key)
  for (const message of upserts) {
    const above = window.more && first !== undefined && message.seq !== undefined && message.seq < first
    if (above && !byKey.has(message.key)) continue
    byKey.set(message.key, message)
  }
  return { messages: [...byKey.values()].toSorted(order), more: window.more }
}

/** An older page is put before; rows that both have are kept once. */
export function prependPage(window: MessageWindow, older: MessageView[], more: boolean): MessageWindow {
  const keys = new Set(window.messages.map((message) => message.key))
  return { messages: [...older.filter((message) => !keys.has(message.key)), ...window.messages], more }
}

/** Forgets the top of a long window when its chat is left: the engine has it on disk. */
export function trimWindow(window: MessageWindow, keep: number): MessageWindow {
  if (window.messages.length <= keep) return window
  return { messages: window.messages.slice(-keep), more: true }
}
