import type { GuestCalls } from '@soroka/client/guest'
import type { CallsApi } from '@soroka/client/types'
import { EngineError, passedError } from '../../../engine/errors.ts'

/** As an engine in a worker would answer: screens get codes and nothing else. */
async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code, data } = passedError(error)
    throw new EngineError(code, data)
  }
}

/** A guest's calls as the screens of calls ask for them. */
export function guestCalls(calls: GuestCalls): Pick<CallsApi, keyof GuestCalls | 'report'> {
  return {
    ice: () => coded(calls.ice()),
    get: (call) => coded(calls.get(call)),
    join: (input) => coded(calls.join(input)),
    leave: (call) => coded(calls.leave(call)),
    media: (call, media) => coded(calls.media(call, media)),
    alive: (call) => coded(calls.alive(call)),
    // Whoever has no account could make up as many as he likes.
    report: () => Promise.resolve(),
    signal: (call, from, to, signal) => coded(calls.signal(call, from, to, signal)),
  }
}
