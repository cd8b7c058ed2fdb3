import type { UserId } from '@soroka/protocol'
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { chatStore } from '../../stores/chatStore.ts'

const most = 100
/** Groups whose last sender is named in the list. */
const mostNamed = 60
const asked = new Set<UserId>()
/** Nobody is asked for twice while the answer may still be the same. */
const askedFor = 5000

/** People who stand on the screen beside the list: members of the open group. */
const shownStore = createStore<{ users: UserId[] }>(() => ({ users: [] }))
const mostShown = 60
const shown = new Map<object, UserId[]>()
/** Rows come and go by the dozen while somebody scrolls. */
const settles = 200
let settling: ReturnType<typeof setTimeout> | undefined

function settle(): void {
  clearTimeout(settling)
  settling = setTimeout(() => shownStore.setState({ users: [...new Set([...shown.values()].flat())] }), settles)
}

/** A stranger's first message comes before his name; of a group's people only those are read who are on the screen. */
function meet(user: UserId): void {
  if (asked.has(user)) return
  asked.add(user)
  void engine.people
    .get(user)
    .then((person) => {
      if (person) chatStore.getState().applyPeople([person])
    })
    .finally(() => setTimeout(() => asked.delete(user), askedFor))
}

/** Tells the engine whose presence matters: the people of the newest chats and of the open one. */
export function useWatch(): void {
  useEffect(() => {
    let last = ''
    const update = () => {
      const { order, chats, people, typing } = chatStore.getState()
      const users = shownStore.getState().users.slice(0, mostShown)
      let begun = 0
      for (const id of order.slice(0, mostNamed)) {
        const chat = chats[id]
        if (chat?.kind !== 'group') continue
        const seen = [...(typing[id] ?? []), ...(chat.last && !chat.last.own ? [chat.last.sender] : [])]
        for (const user of seen) if (!people[user]) meet(user)
      }
      for (const id of order) {
        const chat = chats[id]
        if (!chat?.peer) continue
        if (!users.includes(chat.peer.id)) users.push(chat.peer.id)
        if (chat.lastSeq > 0) begun++
        if (chat.peer.name === '') meet(chat.peer.id)
        if (users.length >= most) break
      }
      // The server tells nothing of people with whom no chat has begun: ask again once one has.
      const key = `${begun} ${users.toSorted().join()}`
      if (key === last) return
      last = key
      hint(engine.people.watch(users))
    }
    update()
    const stop = [chatStore.subscribe(update), shownStore.subscribe(update)]
    return () => stop.forEach((end) => end())
  }, [])
}

/** While these people are on the screen, their presence matters too. */
export function useWatchShown(users: readonly UserId[]): void {
  const key = users.slice(0, mostShown).join()
  useEffect(() => {
    if (key === '') return
    const place = {}
    shown.set(place, key.split(',') as UserId[])
    settle()
    return () => {
      shown.delete(place)
      settle()
    }
  }, [key])
}
