import type { HeardView, MessageView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { engine } from '../engine/engine.ts'
import { hint } from '../engine/hint.ts'
import { authStore } from './authStore.ts'

/** Which voice and video messages I have heard, of the chats that somebody looked at. */
const heardStore = createStore<Record<ChatId, HeardView | undefined>>(() => ({}))
const asked = new Set<ChatId>()

const isHeard = (heard: HeardView, seq: number) => seq <= heard.upTo || heard.rows.includes(seq)

async function read(chat: ChatId): Promise<void> {
  heardStore.setState({ [chat]: await engine.chats.heard(chat) })
}

/** Another device or tab of mine heard something. */
export function hearOfHeard(chat: ChatId, heard: HeardView): void {
  if (asked.has(chat)) heardStore.setState({ [chat]: heard })
}

/** Whether a message waits to be heard by me. Not known yet: no mark, rather than one that blinks. */
export function useUnheard({ chat, seq, own }: MessageView): boolean {
  useEffect(() => {
    if (own || asked.has(chat)) return
    asked.add(chat)
    read(chat).catch((error: unknown) => {
      asked.delete(chat)
      console.error(error)
    })
  }, [chat, own])
  return useStore(heardStore, (state) => {
    const heard = state[chat]
    return !own && seq !== undefined && heard !== undefined && !isHeard(heard, seq)
  })
}

/** The mark goes, here at once and on my other devices soon. */
export function markHeard({ chat, seq, own }: MessageView): void {
  if (own || seq === undefined) return
  const heard = heardStore.getState()[chat] ?? { upTo: 0, rows: [] }
  if (isHeard(heard, seq)) return
  heardStore.setState({ [chat]: { ...heard, rows: [...heard.rows, seq] } })
  hint(engine.chats.markHeard(chat, seq))
}

authStore.subscribe(({ session }) => {
  if (session !== null) return
  asked.clear()
  heardStore.setState({}, true)
})
