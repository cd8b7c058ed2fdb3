import type { CallMedia, CallState } from '@soroka/client/types'
import type { CallId, ChatId, DeviceId, UserId } from '@soroka/protocol'
import { callStore, type CallTile, type OwnCall } from '../src/stores/callStore.ts'
import { faceStream, screenStream } from './call-streams.ts'
import { minute } from './scene-table.ts'

export const quiet: CallMedia = { audio: true, video: false, screen: false, hand: false }
const filmed: CallMedia = { ...quiet, video: true }

interface Shape {
  id?: string
  chat: string
  by?: string
  video?: boolean
  inside: string[]
  rung?: string[]
  /** Minutes since the second person came. */
  talked?: number | null
}

/** A call as the server would tell of it. */
export function callState({ id, chat, by = 'me', video = false, inside, rung = [], talked = null }: Shape): CallState {
  const at = Date.now() - (talked ?? 0) * minute - 4000
  return {
    id: (id ?? `call-${chat}`) as CallId,
    chat: chat as ChatId,
    mode: 'p2p',
    video,
    by: by as UserId,
    at,
    ringUntil: rung.length > 0 ? Date.now() + 40_000 : null,
    answeredAt: talked === null ? null : Date.now() - talked * minute,
    stateSeq: 1,
    members: [
      ...inside.map((user) => ({ user: user as UserId, state: 'in' as const, heard: true })),
      ...rung.map((user) => ({ user: user as UserId, state: 'ringing' as const, heard: true })),
    ],
    devices: [],
    departures: 0,
    ended: null,
  }
}

export function tileOf(user: string, index: number, change: Partial<CallTile> = {}): CallTile {
  return {
    user: user as UserId,
    device: `d-${user}` as DeviceId,
    media: quiet,
    stream: faceStream(index),
    screen: null,
    connected: true,
    speaking: false,
    quality: 3,
    ...change,
  }
}

export function ownCall(state: CallState, change: Partial<OwnCall> = {}): OwnCall {
  return {
    state,
    talk: state.id,
    phase: 'connected',
    media: quiet,
    stream: null,
    screen: null,
    speaking: false,
    facing: null,
    sealed: true,
    tiles: [],
    problem: null,
    over: null,
    small: false,
    ...change,
  }
}

const direct = (talked: number | null, video = false) =>
  callState({
    chat: 'chat-marina',
    video,
    inside: talked === null ? ['me'] : ['me', 'marina'],
    rung: talked === null ? ['marina'] : [],
    talked,
  })

function group(count: number, change: Partial<OwnCall> = {}): OwnCall {
  const people = ['kostya', 'marina', 'lev', 'timur', 'ira'].slice(0, count)
  const state = callState({
    chat: 'altai',
    by: 'kostya',
    video: true,
    inside: ['me', ...people],
    rung: ['kostya', 'marina', 'lev', 'timur', 'ira'].slice(count),
    talked: 12.8,
  })
  return ownCall(state, {
    media: { ...filmed, audio: false },
    stream: faceStream(4),
    facing: 'user',
    tiles: people.map((user, index) =>
      tileOf(user, index, {
        media: { ...filmed, audio: user !== 'lev', hand: user === 'timur', video: user !== 'timur' },
        speaking: user === 'kostya',
        quality: user === 'marina' ? 1 : 3,
      }),
    ),
    ...change,
  })
}

const own: Record<string, () => OwnCall> = {
  'call-ringing': () => ownCall(direct(null), { phase: 'ringing' }),
  'call-connecting': () =>
    ownCall(direct(0), { phase: 'connecting', tiles: [tileOf('marina', 1, { connected: false })] }),
  'call-audio': () =>
    ownCall(direct(4.3), { media: { ...quiet, audio: false }, tiles: [tileOf('marina', 1, { speaking: true })] }),
  'call-audio-own': () =>
    ownCall(direct(4.3), { media: filmed, stream: faceStream(4, true), facing: 'user', tiles: [tileOf('marina', 1)] }),
  'call-video': () =>
    ownCall(direct(4.3, true), {
      media: filmed,
      stream: faceStream(4, true),
      facing: 'user',
      tiles: [
        tileOf('marina', 1, {
          media: { ...filmed, audio: false },
          stream: faceStream(1, innerWidth < innerHeight),
          quality: 1,
        }),
      ],
    }),
  'call-problem': () =>
    ownCall(direct(1), { phase: 'reconnecting', problem: 'mic_blocked', sealed: false, tiles: [tileOf('marina', 1)] }),
  'call-no-answer': () => ownCall(direct(null), { phase: 'over', over: 'no_answer' }),
  'call-elsewhere': () => ownCall(direct(1), { phase: 'over', over: 'elsewhere' }),
  'call-failed': () => ownCall(direct(1), { phase: 'over', over: 'failed' }),
  'call-bar': () => ownCall(direct(4.3), { small: true }),
  'call-group-2': () => group(2),
  'call-group-3': () => group(3),
  'call-group': () => group(5),
  'call-group-alone': () =>
    ownCall(callState({ chat: 'altai', inside: ['me'], rung: ['ira', 'kostya', 'marina'], video: true }), {
      phase: 'ringing',
      media: filmed,
      stream: faceStream(4),
      facing: 'user',
    }),
  'call-screen': () => {
    const call = group(5)
    const [first, ...rest] = call.tiles
    const ira = rest.at(-1) as CallTile
    return {
      ...call,
      tiles: [
        first as CallTile,
        ...rest.slice(0, -1),
        { ...ira, media: { ...ira.media, screen: true }, screen: screenStream() },
      ],
    }
  },
}

const live: Record<string, () => CallState> = {
  'call-incoming': () => callState({ chat: 'chat-mum', by: 'mum', inside: ['mum'], rung: ['me'] }),
  'call-incoming-video': () => callState({ chat: 'chat-mum', by: 'mum', video: true, inside: ['mum'], rung: ['me'] }),
  'call-incoming-group': () =>
    callState({ chat: 'altai', by: 'kostya', video: true, inside: ['kostya'], rung: ['me', 'ira'] }),
  'call-banner': () => ({
    ...callState({ chat: 'altai', by: 'kostya', video: true, inside: ['kostya', 'marina', 'lev'], talked: 7 }),
    members: ['kostya', 'marina', 'lev'].map((user) => ({ user: user as UserId, state: 'in', heard: true })),
  }),
}

/** Puts the call of a scene in its place, as the session and the engine would. */
export function beginCallScene(scene: string): void {
  const call = live[scene]?.()
  if (call) callStore.setState({ live: { [call.id]: call } })
  const mine = own[scene]?.()
  if (mine) callStore.setState({ own: mine, live: { [mine.state.id]: mine.state } })
  if (scene.startsWith('call')) callStore.setState({ unseen: 2 })
}
