import type { ChatView } from '@soroka/client/types'
import { useEffect } from 'react'
import { authStore } from '../../../stores/authStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import type { NoticeData } from '../../../sw/push/notice.ts'
import { atShelf } from '../../../sw/push/shelf.ts'

/** Notifications are looked through at most so often (ms). */
const PAUSE = 400

/** What was read, here or on another device, is no news any more: its notifications go. */
export function useReadHere(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void atShelf(closeRead)
      }, PAUSE)
    }
    look()
    document.addEventListener('visibilitychange', look)
    const end = chatStore.subscribe(({ chats: now }, { chats: before }) => {
      if (now !== before && Object.values(now).some((chat) => roseIn(chat, before[chat.id]))) look()
    })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
      end()
    }
  }, [])
}

const roseIn = (chat: ChatView, before: ChatView | undefined) => chat.ownRead > (before?.ownRead ?? 0)

async function closeRead(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const { chats } = chatStore.getState()
  const self = authStore.getState().session?.user
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const data = notification.data as Partial<NoticeData> | null
    if (data?.user !== self || data?.chat === undefined || data.lines === undefined || data.call !== undefined) continue
    const read = chats[data.chat]?.ownRead ?? 0
    if (data.lines.length > 0 && data.lines.every(({ seq }) => seq <= read)) notification.close()
  }
}
