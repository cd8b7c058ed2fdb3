import type { UserId } from '@soroka/protocol'
import { useEffect } from 'react'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'

const most = 100

/** Tells the engine whose presence matters: the people of the newest chats and of the open one. */
export function useWatch(): void {
  useEffect(() => {
    let last = ''
    const update = () => {
      const { order, chats } = chatStore.getState()
      const users: UserId[] = []
      for (const id of order) {
        const peer = chats[id]?.peer
        if (peer) users.push(peer.id)
        if (users.length === most) break
      }
      const key = users.toSorted().join()
      if (key === last) return
      last = key
      void engine.people.watch(users)
    }
    update()
    return chatStore.subscribe(update)
  }, [])
}
