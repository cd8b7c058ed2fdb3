import type { CallEvent, CallMedia, CallState } from '@soroka/client/types'
import { type CallId, type ChatId, type UserId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { keepCall } from '../../../engine/kept-call.dom.ts'
import { authStore } from '../../../stores/authStore.ts'
import { listenToCalls } from '../../../stores/call-ears.ts'
import { callStore, type CallOver } from '../../../stores/callStore.ts'
import { hush } from '../../media/index.ts'
import { CallSession } from './call-session.dom.ts'
import { choose, readChoices } from './choices.dom.ts'
import { followMove } from './follow-move.dom.ts'
import { me } from './me.ts'
import { makeCallId, unknownCall } from './new-call.ts'
import { changeOwn, forgetOwn, showOwn } from './own.ts'
import { Talk } from './talk.dom.ts'

/** How long the end is shown (ms): what I did myself needs no reading. */
const SHORT = 1200
const LONG = 15_000

listenToCalls(hear)
addEventListener('pagehide', keep)
addEventListener('pageshow', (event: PageTransitionEvent) => {
  if (event.persisted) for (const session of sessions()) session.comeBack()
})
authStore.subscribe(({ session }) => {
  // Signed out, here or from another device: nobody is to be heard here any more.
  if (!session) talk?.leave()
})
readChoices()

let talk: Talk<CallSession> | null = null
let fading: ReturnType<typeof setTimeout> | undefined

export const currentTalk = (): Talk<CallSession> | null => talk

const sessions = (): readonly CallSession[] => talk?.calls ?? []

function hear(event: CallEvent): void {
  for (const session of sessions()) {
    if (event.type === 'call') session.hear(event.call)
    else if (event.type === 'call_keys' && event.call === session.state.id) session.rekey()
    else if (event.type === 'call_refused' && event.call === session.state.id) session.hearRefusal(event.to)
    else if (event.type === 'call_signal' && event.call === session.state.id)
      session.hearSignal(event.from, event.to, event.signal)
  }
}

/** A page that is loaded again comes back; one that is closed does not, and the others wait a moment for it. */
function keep(): void {
  if (!talk?.shown) return
  const { audio, video } = talk.own.media
  keepCall({ call: talk.shown.state.id, audio, video })
  for (const session of sessions()) session.hide()
}

export async function startCall(chat: ChatId, input: { video: boolean; ring?: UserId[] }): Promise<void> {
  const { user } = me()
  const call = makeCallId()
  const { ring } = input
  const state = unknownCall({ id: call, chat, by: user, video: input.video })
  await come(state, input.video, (media) => engine.calls.start({ call, chat, media, ...(ring ? { ring } : {}) }))
}

export async function joinCall(
  call: CallId,
  input: { video: boolean; audio?: boolean; move?: boolean },
): Promise<void> {
  const state = callStore.getState().live[call] ?? (await engine.calls.get(call))
  await come(
    { ...state, stateSeq: -1 },
    input.video,
    (media) => engine.calls.join({ call, media, ...(input.move ? { move: true } : {}) }),
    input.audio,
  )
}

/** After a reload. What is refused then, or over, is not worth a word: the chat says it. */
export async function returnToCall(kept: { call: CallId; audio: boolean; video: boolean }): Promise<void> {
  try {
    await joinCall(kept.call, kept)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}

export function dismiss(): void {
  clearTimeout(fading)
  if (callStore.getState().own?.over) forgetOwn()
}

/** One call at a time: who comes into another hangs up the first. */
async function come(
  state: CallState,
  video: boolean,
  ask: (media: CallMedia) => Promise<CallState>,
  audio = true,
): Promise<void> {
  talk?.leave()
  clearTimeout(fading)
  hush()
  if (video) choose({ saveData: false })
  const media = { audio, video, screen: false, hand: false }
  showOwn(state, media)
  if (state.devices.length > 0) changeOwn({ phase: 'connecting' })
  let mine = true
  const own = new Talk<CallSession>((over) => {
    if (talk === own) talk = null
    if (mine) end(over)
  })
  const session = new CallSession({
    me: me(),
    state,
    talk: own,
    moved: (from, to) => void followMove(own, session, from, to),
  })
  talk = own
  // The others need not wait for a person who is asked for the camera: what it gives is sent when it is there.
  void own.own.open(audio, video)
  try {
    await session.enter(() => ask(media))
  } catch (error) {
    // Who hung up already need not hear why it did not come about.
    if (session.isOver) return
    mine = false
    session.close('failed')
    if (callStore.getState().own?.state.id === state.id) forgetOwn()
    throw error
  }
}

function end(over: CallOver): void {
  changeOwn({
    phase: 'over',
    over,
    tiles: [],
    stream: null,
    screen: null,
    speaking: false,
    problem: null,
    small: false,
  })
  clearTimeout(fading)
  fading = setTimeout(forgetOwn, over === 'completed' || over === 'cancelled' ? SHORT : LONG)
}
