import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { ChatId, FileId } from '@soroka/protocol'
import type { ShapeName } from '@soroka/protocol/records'
import { createStore } from 'zustand/vanilla'
import { engine } from '../../../engine/engine.ts'
import { authStore } from '../../../stores/authStore.ts'
import { act } from '../../../ui/act.ts'
import { isVisual } from '../shapes.ts'

/** A picture or film where it was said. */
export interface Shown {
  message: MessageView
  file: AttachmentView
}

interface ViewerState {
  chat: ChatId | null
  /** In the order of the chat. */
  items: Shown[]
  at: number
}

const shapes: ShapeName[] = ['photo', 'video', 'gif']
const page = 30
/** So near to an end more is read. */
const near = 5

const closed: ViewerState = { chat: null, items: [], at: 0 }

/** What fills the screen, and what was shown in the chat before and after it. */
export const viewerStore = createStore<ViewerState>(() => closed)

/** It plays in time: what is left stands still. */
export function isFilm({ shape }: AttachmentView): boolean {
  return shape === 'video' || shape === 'round'
}

/** Ends of the chat that were reached, or are being read. */
let busy = { older: false, newer: false }

async function read(way: 'older' | 'newer'): Promise<void> {
  const { chat, items } = viewerStore.getState()
  const seq = (way === 'older' ? items[0] : items.at(-1))?.message.seq
  if (busy[way] || chat === null || (way === 'newer' && seq === undefined)) return
  const mine = busy
  mine[way] = true
  const place = way === 'newer' ? { after: seq ?? 0 } : seq === undefined ? {} : { before: seq }
  const found = await engine.files.gallery(chat, { shapes, limit: page, ...place })
  // Another chat may be looked at by now.
  if (mine !== busy || found.length === 0) return
  const news = found.toSorted((a, b) => a.seq - b.seq).map(({ view, file }): Shown => ({ message: view, file }))
  viewerStore.setState((state) =>
    way === 'older'
      ? { items: [...news, ...state.items], at: state.at + news.length }
      : { items: [...state.items, ...news] },
  )
  mine[way] = false
}

function readAround(): void {
  const { items, at } = viewerStore.getState()
  if (at < near) void act(read('older'))
  if (at >= items.length - near) void act(read('newer'))
}

export function openViewer(message: MessageView, file: FileId): void {
  const items = (message.files ?? [])
    .filter(({ shape, id }) => isVisual(shape) || id === file)
    .map((one) => ({ message, file: one }))
  const at = items.findIndex((item) => item.file.id === file)
  busy = { older: false, newer: false }
  viewerStore.setState({ chat: message.chat, items, at: Math.max(0, at) })
  readAround()
}

export function turnViewer(step: number): void {
  viewerStore.setState(({ items, at }) => ({ at: Math.min(items.length - 1, Math.max(0, at + step)) }))
  readAround()
}

export function closeViewer(): void {
  busy = { older: false, newer: false }
  viewerStore.setState(closed)
}

// Signing out leaves no picture on the screen.
authStore.subscribe(({ session }) => {
  if (session === null) closeViewer()
})
