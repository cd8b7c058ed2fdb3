import type { CallParty, CallState } from '@soroka/client/types'
import type { Move } from '@soroka/client/webrtc'
import type { UserId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { callStore } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import type { CallSession } from './call-session.dom.ts'
import { carryOver, giveWay, oneMove } from './carry-over.dom.ts'
import { sayNotMoved } from './not-moved.ts'
import { pause } from './pause.ts'
import type { Talk } from './talk.dom.ts'

/** So long the group and its call may take to be known here (ms). */
const PATIENCE = 15_000
const LOOK = 300

/** The other one of two says that our call goes on in a group: I come along, if that is so. */
export async function followMove(
  talk: Talk<CallSession>,
  session: CallSession,
  { user }: CallParty,
  to: Move,
): Promise<void> {
  if (!session.isDirect || session !== talk.shown) return
  // He says it again and again until I am there: also when mine is out of the way.
  giveWay(talk, user)
  await oneMove(talk, async () => {
    try {
      const state = await place(session, user, to)
      if (state === null) return
      const { media } = talk.own
      const enter = () => engine.calls.join({ call: to.call, media })
      const went = await carryOver(talk, { state: { ...state, stateSeq: -1 }, peer: user, enter })
      if (!went && !talk.isOver) sayNotMoved()
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      if (!talk.isOver) sayNotMoved()
    }
  })
}

/** The call that he means, once it is known here; null: there is none like that. */
async function place(session: CallSession, user: UserId, to: Move): Promise<CallState | null> {
  const until = performance.now() + PATIENCE
  while (!session.isOver && performance.now() < until) {
    const known = to.chat in chatStore.getState().chats
    const state = callStore.getState().live[to.call] ?? (known ? await look(to.call) : null)
    if (state && isHis(state, user, to)) return state
    await pause(LOOK)
  }
  return null
}

/** His words alone lead nowhere: it is a group that I am in, and a call there that he began and is in. */
function isHis(state: CallState, user: UserId, { chat }: Move): boolean {
  const group = chatStore.getState().chats[chat]
  if (state.chat !== chat || state.ended !== null || group?.kind !== 'group' || group.left || group.request)
    return false
  return state.by === user && state.devices.some((one) => one.user === user)
}

async function look(call: Move['call']): Promise<CallState | null> {
  try {
    return await engine.calls.get(call)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return null
  }
}
