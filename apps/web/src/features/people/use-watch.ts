import type { UserId } from '@soroka/protocol'
import { useEffect } from 'react'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { chatStore } from '../../stores/chatStore.ts'

const most = 100
const asked = new Set<UserId>()

/** A stranger's first message comes before his name. */
function meet(user: UserId): void {
  if (asked.has(user)) return
  asked.add(user)
  void engine.people
    .get(user)
    .then((person) => {
      if (person) chatStore.getState().applyPeople([person])
    })
    .finally(() => asked.delete(user))
}

/** Tells the engine whose presence matters: the people of the newest chats and of the open one. */
export function useWatch(): void {
  useEffect(() => {
    let last = ''
    const update = () => {
      const { order, chats } = chatStore.getState()
      const users: UserId[] = []
      let begun = 0
      for (const id of order) {
        const chat = chats[id]
        if (!chat?.peer) continue
        users.push(chat.peer.id)
        if (chat.lastSeq > 0) begun++
        if (chat.peer.name === '') meet(chat.peer.id)
        if (users.length === most) break
      }
      // The server tells nothing of people with whom no chat has begun: ask again once one has.
      const key = `${begun} ${users.toSorted().join()}`
      if (key === last) return
      last = key
      hint(engine.people.watch(users))
    }
    update()
    return chatStore.subscribe(update)
  }, [])
}
