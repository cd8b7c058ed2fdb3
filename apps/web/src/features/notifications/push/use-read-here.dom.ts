import type { ChatView } from '@soroka/client/types'
import type { CallId, UserId } from '@soroka/protocol'
import { useEffect } from 'react'
import { authStore } from '../../../stores/authStore.ts'
import { callStore } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import type { NoticeData } from '../../../sw/push/notice.ts'
import { atShelf } from '../../../sw/push/shelf.ts'

/** Notifications are looked through at most so often (ms). */
const PAUSE = 400

/** What was read, here or on another device, is no news any more: its notifications go. So do those of calls that ring no more. */
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
    const endCalls = callStore.subscribe(({ live: now }, { live: before }) => {
      if (now !== before) look()
    })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
      end()
      endCalls()
    }
  }, [])
}

const roseIn = (chat: ChatView, before: ChatView | undefined) => chat.ownRead > (before?.ownRead ?? 0)

/** As far as this page knows, which rings by itself then. */
function rings(call: CallId, user: UserId): boolean {
  if (wsStore.getState().connection !== 'online') return true
  const state = callStore.getState().live[call]
  return state?.ended === null && state.members.some((one) => one.user === user && one.state === 'ringing')
}

async function closeRead(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const { chats } = chatStore.getState()
  const self = authStore.getState().session?.user
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const data = notification.data as Partial<NoticeData> | null
    if (self === undefined || data?.user !== self || data?.lines === undefined) continue
    if (data.call !== undefined) {
      if (data.kind === 'ring' && !rings(data.call, self)) notification.close()
      continue
    }
    if (data.chat === undefined) continue
    const read = chats[data.chat]?.ownRead ?? 0
    if (data.lines.length > 0 && data.lines.every(({ seq }) => seq <= read)) notification.close()
  }
}
