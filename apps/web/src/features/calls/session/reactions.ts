import type { UserId } from '@soroka/protocol'
import { callStore } from '../../../stores/callStore.ts'

/** How long a reaction is there to be seen (ms). */
const SHOWN = 4000
/** Of a crowd that claps the latest are shown. */
const MOST = 20

let last = 0

export function showReaction(user: UserId, emoji: string): void {
  last += 1
  const id = last
  callStore.setState(({ reactions }) => ({ reactions: [...reactions, { id, user, emoji }].slice(-MOST) }))
  setTimeout(
    () => callStore.setState(({ reactions }) => ({ reactions: reactions.filter((one) => one.id !== id) })),
    SHOWN,
  )
}
