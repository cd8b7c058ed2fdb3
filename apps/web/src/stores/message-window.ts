import type { LineView, MessagesPage, MessageView } from '@soroka/client/types'

/** A gap-free run of one chat's log: by seq, what waits in the outbox last. */
export interface MessageWindow {
  messages: MessageView[]
  lines: LineView[]
  /** Older rows exist. */
  more: boolean
  /** Newer rows exist: after a jump into the middle. */
  moreBelow: boolean
}

function order(a: MessageView, b: MessageView): number {
  if (a.seq !== undefined && b.seq !== undefined) return a.seq - b.seq
  if (a.seq !== undefined) return -1
  return b.seq === undefined ? a.at - b.at : 1
}

function lineOrder(a: LineView, b: LineView): number {
  return a.after - b.after || a.order - b.order
}

/** Puts new and changed rows in their places. Rows beyond the window's ends are left for the page that will hold them. */
export function mergeMessages(window: MessageWindow, upserts: MessageView[], removed: string[]): MessageWindow {
  const first = window.messages.find((message) => message.seq !== undefined)?.seq
  const last = window.messages.findLast((message) => message.seq !== undefined)?.seq
  const byKey = new Map(window.messages.map((message) => [message.key, message]))
  for (const key of removed) byKey.delete(key)
  for (const message of upserts) {
    const { seq } = message
    const above = window.more && first !== undefined && seq !== undefined && seq < first
    const below = window.moreBelow && last !== undefined && (seq === undefined || seq > last)
    if ((above || below) && !byKey.has(message.key)) continue
    byKey.set(message.key, message)
  }
  return { ...window, messages: [...byKey.values()].toSorted(order) }
}

/** Lines outside of the run are left for the page that will hold them. */
export function mergeLines(window: MessageWindow, upserts: LineView[]): MessageWindow {
  const first = window.messages.find((message) => message.seq !== undefined)?.seq
  const last = window.messages.findLast((message) => message.seq !== undefined)?.seq
  const inside = upserts.filter(
    ({ after }) =>
      !(window.more && first !== undefined && after < first) &&
      !(window.moreBelow && last !== undefined && after > last),
  )
  if (inside.length === 0) return window
  const byKey = new Map([...window.lines, ...inside].map((line) => [line.key, line]))
  return { ...window, lines: [...byKey.values()].toSorted(lineOrder) }
}

/** An older page is put before; rows that both have are kept once. */
export function prependPage(window: MessageWindow, page: MessagesPage): MessageWindow {
  const keys = new Set(window.messages.map((message) => message.key))
  const messages = [...page.messages.filter((message) => !keys.has(message.key)), ...window.messages]
  return mergeLines({ ...window, messages, more: page.more }, page.lines)
}

/** A newer page is put after: the window grows towards the end of the log. */
export function appendPage(window: MessageWindow, page: MessagesPage): MessageWindow {
  const keys = new Set(page.messages.map((message) => message.key))
  const messages = [...window.messages.filter((message) => !keys.has(message.key)), ...page.messages].toSorted(order)
  return mergeLines({ ...window, messages, moreBelow: page.moreBelow }, page.lines)
}

/** Forgets the top of a long window when its chat is left: the engine has it on disk. A place in the past is not kept. */
export function trimWindow(window: MessageWindow, keep: number): MessageWindow | null {
  if (window.moreBelow) return null
  if (window.messages.length <= keep) return window
  const messages = window.messages.slice(-keep)
  const first = messages.find((message) => message.seq !== undefined)?.seq ?? 0
  return { ...window, messages, lines: window.lines.filter((line) => line.after >= first), more: true }
}
