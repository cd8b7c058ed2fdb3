import type { CallState } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { CallSession } from './call-session.dom.ts'
import { me } from './me.ts'
import { pause } from './pause.ts'
import { reaches, shows } from './reach.ts'
import type { Talk } from './talk.dom.ts'

/** How long the other one of two has to come along (ms). */
const PATIENCE = 20_000
/** Who is heard, but whose picture does not come, is waited for that long (ms). */
const PICTURE = 2000
/** What was stays for that long after what is has taken its place: the other one may be a moment later (ms). */
const LINGER = 1000
const LOOK = 50

type MyTalk = Talk<CallSession>

/** Talks that go on elsewhere at the moment: one move at a time, which may be told to give way. */
const moving = new WeakMap<MyTalk, AbortController>()

/** @returns whether `move` was begun: not while the talk moves already */
export async function oneMove(talk: MyTalk, move: (given: AbortSignal) => Promise<void>): Promise<boolean> {
  if (moving.has(talk)) return false
  const giving = new AbortController()
  moving.set(talk, giving)
  try {
    await move(giving.signal)
  } finally {
    moving.delete(talk)
  }
  return true
}

/** Two who grow their call at the same time would wait for each other: the one with the higher id gives way. */
export function giveWay(talk: MyTalk, peer: UserId): void {
  if (peer < me().user) moving.get(talk)?.abort()
}

/**
 * Comes into another call beside the one that runs, with the same microphone and camera, and takes that one's place as soon as
 * `peer` is there: nobody misses a word. @returns whether the talk goes on there; if not, all is as it was
 */
export async function carryOver(
  talk: MyTalk,
  to: {
    state: CallState
    peer: UserId
    enter(): Promise<CallState>
    entered?(next: CallSession): void
    /** Aborted: it is not wanted any more. */
    given?: AbortSignal
  },
): Promise<boolean> {
  const before = talk.shown
  if (!before) return false
  const next = new CallSession({ me: me(), state: to.state, talk, moved: () => undefined })
  try {
    await next.enter(to.enter)
  } catch (error) {
    next.close('failed')
    throw error
  }
  const asking = to.entered && setInterval(to.entered, 1000, next)
  to.entered?.(next)
  await there(next, to.peer, before, to.given)
  clearInterval(asking)
  if (next.isOver || to.given?.aborted || !(talk.shown === next || reaches(next, to.peer))) {
    next.leave()
    return false
  }
  talk.show(next)
  await pause(LINGER)
  if (!before.isOver) before.leave()
  return true
}

/** Until the peer is heard and seen, or nothing is to be waited for any more. */
async function there(next: CallSession, peer: UserId, before: CallSession, given?: AbortSignal): Promise<void> {
  const until = performance.now() + PATIENCE
  let heardAt: number | null = null
  const isWanted = () => !next.isOver && !before.isOver && !given?.aborted
  while (isWanted() && performance.now() < until) {
    if (reaches(next, peer)) heardAt ??= performance.now()
    if (heardAt !== null && (shows(next, peer) || performance.now() - heardAt > PICTURE)) return
    await pause(LOOK)
  }
}
