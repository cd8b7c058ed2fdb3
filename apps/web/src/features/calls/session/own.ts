import type { CallMedia, CallState } from '@soroka/client/types'
import { callStore, type OwnCall } from '../../../stores/callStore.ts'

/** The call of this tab, before anything is known but what its person wants. */
export function showOwn(state: CallState, media: CallMedia): void {
  const own: OwnCall = {
    state,
    talk: state.id,
    phase: 'ringing',
    media,
    stream: null,
    screen: null,
    speaking: false,
    facing: null,
    sealed: false,
    tiles: [],
    problem: null,
    over: null,
    small: false,
  }
  callStore.setState({ own })
}

/** Changes what is shown of it, while it is still that call. */
export function changeOwn(patch: Partial<OwnCall>): void {
  callStore.setState(({ own }) => (own && isNews(own, patch) ? { own: { ...own, ...patch } } : {}))
}

function isNews(own: OwnCall, patch: Partial<OwnCall>): boolean {
  return Object.entries(patch).some(([name, value]) => own[name as keyof OwnCall] !== value)
}

export function forgetOwn(): void {
  callStore.setState({ own: null })
}
