import type { UserId } from '@soroka/protocol'
import type { CallControls } from '../src/features/calls/session/controls.ts'
import { showReaction } from '../src/features/calls/session/reactions.ts'
import { callStore, type CallChoices, type OwnCall } from '../src/stores/callStore.ts'
import { callState, ownCall, quiet, tileOf } from './call-scenes.ts'
import { faceStream } from './call-streams.ts'
import { pause } from './world.ts'

const change = (part: Partial<OwnCall>) => callStore.setState(({ own }) => (own ? { own: { ...own, ...part } } : {}))
const media = (part: Partial<OwnCall['media']>) =>
  callStore.setState(({ own }) => (own ? { own: { ...own, media: { ...own.media, ...part } } } : {}))
const choice = (part: Partial<CallChoices>) =>
  callStore.setState(({ choices }) => ({ choices: { ...choices, ...part } }))

function end(over: OwnCall['over']): void {
  change({ phase: 'over', over })
  callStore.setState({ live: {} })
  setTimeout(() => callStore.getState().own?.over === over && callStore.setState({ own: null }), 2500)
}

/** What a session would do, without a microphone and without anybody at the other end. */
export const controls: CallControls = {
  start: async (chat, { video }) => {
    const state = callState({ chat, inside: ['me'], rung: ['marina'], video })
    const stream = video ? faceStream(4, true) : null
    callStore.setState({
      own: ownCall(state, { phase: 'ringing', media: { ...quiet, video }, stream, facing: 'user' }),
    })
    await pause(3000)
    change({ phase: 'connecting', tiles: [tileOf('marina', 1, { connected: false })] })
    await pause(800)
    change({ phase: 'connected', state: { ...state, answeredAt: Date.now() }, tiles: [tileOf('marina', 1)] })
  },
  join: async (call, { video }) => {
    const state = callStore.getState().live[call] ?? callState({ chat: 'altai', inside: ['me', 'kostya'], talked: 0 })
    const stream = video ? faceStream(4, true) : null
    const joined = { ...state, answeredAt: state.answeredAt ?? Date.now() }
    callStore.setState({
      own: ownCall(joined, { media: { ...quiet, video }, stream, facing: 'user', tiles: [tileOf(state.by, 1)] }),
    })
  },
  decline: async () => callStore.setState({ live: {} }),
  leave: async () => end('completed'),
  endForAll: async () => end('completed'),
  ring: async () => undefined,
  add: async () => undefined,
  remove: async (user) =>
    callStore.setState(({ own }) =>
      own ? { own: { ...own, tiles: own.tiles.filter((tile) => tile.user !== user) } } : {},
    ),
  setMicrophone: async (audio) => media({ audio }),
  setCamera: async (video) => {
    media({ video })
    change({ stream: video ? faceStream(4, true) : null, facing: 'user' })
  },
  flipCamera: async () =>
    callStore.setState(({ own }) =>
      own ? { own: { ...own, facing: own.facing === 'user' ? 'environment' : 'user' } } : {},
    ),
  choose: async (kind, deviceId) => choice({ [kind]: deviceId }),
  shareScreen: async (screen) => media({ screen }),
  raiseHand: async (hand) => media({ hand }),
  react: async (emoji) => showReaction('me' as UserId, emoji),
  setNoiseSuppression: async (noiseSuppression) => choice({ noiseSuppression }),
  saveData: async (saveData) => choice({ saveData }),
  relayOnly: (relayOnly) => choice({ relayOnly }),
  minimise: (small) => change({ small }),
  dismiss: () => callStore.setState({ own: null }),
}
