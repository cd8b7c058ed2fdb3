import type { CallParty, CallState } from '@soroka/client/types'
import { type MediaPath, Mesh, type Move } from '@soroka/client/webrtc'
import type { CallId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { wsStore } from '../../../stores/wsStore.ts'

interface PathOptions {
  me: CallParty
  call: CallId
  configuration: RTCConfiguration
  changed(): void
  reaction(from: CallParty, emoji: string): void
  moved(from: CallParty, to: Move): void
}

export type MakePath = (options: PathOptions) => MediaPath

/** What makes the path of a call. That through a server needs a library, which comes along when such a call does. */
export async function pathMaker(mode: CallState['mode']): Promise<MakePath> {
  if (mode === 'p2p') return mesh
  const { Sfu } = await import('@soroka/client/sfu')
  return ({ me, call, changed, reaction }) =>
    new Sfu({
      me,
      way: () => engine.calls.sfu(call),
      keys: (senders, index) => engine.calls.frameKeys(call, senders, index),
      changed,
      reaction,
      failed,
    })
}

const mesh: MakePath = ({ me, call, configuration, changed, reaction, moved }) =>
  new Mesh({
    me,
    configuration,
    isReachable: () => wsStore.getState().engine === 'online',
    signal: (to, signal) => engine.calls.signal(call, me, to, signal),
    changed,
    reaction,
    moved,
    failed,
  })

/** Each path tries again by itself. */
function failed(error: unknown): void {
  if (!(error instanceof EngineError || error instanceof DOMException)) reportError(error)
}
