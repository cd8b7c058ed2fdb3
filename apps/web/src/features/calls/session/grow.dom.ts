import { type CallId, limits, type UserId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { authStore } from '../../../stores/authStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { tell } from './at-server.ts'
import type { CallSession } from './call-session.dom.ts'
import { carryOver, oneMove } from './carry-over.dom.ts'
import { me } from './me.ts'
import { makeCallId, unknownCall } from './new-call.ts'
import { sayNotMoved } from './not-moved.ts'
import { isThere } from './reach.ts'
import { pause } from './pause.ts'
import { currentTalk } from './session.dom.ts'

/** So long the peer's group is waited for (ms). */
const THEIRS = 30_000
const LOOK = 100

/** Calls more people into my call. A call of two becomes one of a group, and nobody hangs up for that. */
export async function addPeople(users: UserId[]): Promise<void> {
  const talk = currentTalk()
  const session = talk?.shown
  if (!talk || !session) return
  const { chat, id } = session.state
  const peer = chatStore.getState().chats[chat]?.peer?.id
  if (!session.isDirect || !peer) return callIn(id, chat, users)
  let gaveWay = false
  const isMine = await oneMove(talk, async (given) => {
    gaveWay = !(await grow(talk, peer, users, given)) && given.aborted
  })
  if (gaveWay || !isMine) await callInThere(talk, users)
}

type MyTalk = NonNullable<ReturnType<typeof currentTalk>>

/** The two and those who are called get a group, and the call goes on there. @returns whether it does, or is over */
async function grow(talk: MyTalk, peer: UserId, users: UserId[], given: AbortSignal): Promise<boolean> {
  const group = await engine.groups.create({
    name: nameOf([me().user, peer, ...users]),
    users: [peer, ...users],
    policy: { add: 'everybody' },
  })
  chatStore.getState().applyChats([group], [])
  const call = makeCallId()
  const { own } = talk
  const to = {
    state: unknownCall({ id: call, chat: group.id, by: me().user, video: own.media.video }),
    peer,
    enter: () => engine.calls.start({ call, chat: group.id, media: own.media, ring: users }),
    // The peer is not rung: he is told over the line that he talks on, until he comes.
    entered: (next: CallSession) => {
      if (!isThere(next, peer)) talk.shown?.move({ chat: group.id, call })
    },
    given,
  }
  const went = !given.aborted && (await carryOver(talk, to))
  if (went || talk.isOver) return true
  await tell(engine.calls.end(call))
  if (given.aborted) await tell(engine.groups.destroy(group.id))
  else sayNotMoved()
  return false
}

/** The peer was growing the call himself: whom I wanted comes into his. */
async function callInThere(talk: MyTalk, users: UserId[]): Promise<void> {
  const until = performance.now() + THEIRS
  while (!talk.isOver && talk.shown?.isDirect && performance.now() < until) await pause(LOOK)
  if (talk.isOver || !talk.shown) return
  const { id, chat } = talk.shown.state
  if (talk.shown.isDirect) sayNotMoved()
  else await callIn(id, chat, users)
}

/** In a call of a group: who is not in it yet comes into the group first. */
async function callIn(call: CallId, chat: Parameters<typeof engine.groups.add>[0], users: UserId[]): Promise<void> {
  const members = new Set((await engine.groups.members(chat)).map(({ person }) => person.id))
  const newcomers = users.filter((user) => !members.has(user))
  if (newcomers.length > 0) await engine.groups.add(chat, newcomers)
  await engine.calls.ring(call, users)
}

/** Called after its people; it can be named better later. */
function nameOf(users: UserId[]): string {
  const { people } = chatStore.getState()
  const mine = authStore.getState().session
  const names = users.map((user) => (user === mine?.user ? mine.name : (people[user]?.name ?? ''))).filter(Boolean)
  const name = names.join(', ')
  if (name.length <= limits.chatName) return name
  return `${name.slice(0, limits.chatName - 1).trimEnd()}…`
}
