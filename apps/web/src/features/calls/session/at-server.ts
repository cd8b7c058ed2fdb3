import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { callStore, type CallOver } from '../../../stores/callStore.ts'

/** As the person chose: any path, or only those that hide the address. */
export function configurationOf(iceServers: RTCIceServer[]): RTCConfiguration {
  return { iceServers, iceTransportPolicy: callStore.getState().choices.relayOnly ? 'relay' : 'all' }
}

/** Servers for new paths, null where nobody says; without them two devices of one network still find each other. */
export async function servers(): Promise<RTCIceServer[] | null> {
  try {
    return (await engine.calls.ice()).servers
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return null
  }
}

/** Told for the server to know; if it can't be reached, it learns it otherwise. */
export async function tell(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}

/** What a refusal to let me in again means; undefined: it may be tried again. */
export function overFor(error: unknown): CallOver | undefined {
  if (!(error instanceof EngineError)) throw error
  if (error.code === 'CALL_OVER' || error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN') return 'failed'
  if (error.code === 'CALL_FULL') return 'full'
  return error.code === 'CALL_ELSEWHERE' ? 'elsewhere' : undefined
}
