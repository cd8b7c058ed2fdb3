import type { CallEvent, CallState } from '@soroka/client/types'
import type { CallId } from '@soroka/protocol'
import { authStore } from '../stores/authStore.ts'
import { tellCalls } from '../stores/call-ears.ts'
import { callStore, hearOfCall } from '../stores/callStore.ts'
import { wsStore } from '../stores/wsStore.ts'
import { callLine } from './call-line.ts'
import { engine } from './engine.ts'
import { EngineError } from './errors.ts'
import { takeKeptCall } from './kept-call.dom.ts'

/** Rings that were answered for: this device rings, or is busy. */
const answered = new Set<CallId>()

const session = () => import('../features/calls/session/index.ts')

/** News of calls: for the screens, and for the call that this tab is in. */
export function applyCall(event: CallEvent): void {
  if (event.type === 'call') {
    hearOfCall(event.call)
    if (ringsHere(event.call)) void sayHeard(event.call.id)
  }
  if (event.type === 'call_history') void readUnseen()
  tellCalls(event)
}

/** Calls that ran before this page was there; the one that it was in itself goes on. */
export async function readCalls(): Promise<void> {
  try {
    for (const call of await engine.calls.live()) applyCall({ type: 'call', call })
    const kept = takeKeptCall()
    if (kept) await (await session()).returnToCall(kept)
  } catch (error) {
    later(error)
    onceBack(readCalls)
  }
  await readUnseen()
}

function ringsHere({ id, ended, members, devices }: CallState): boolean {
  const mine = authStore.getState().session
  if (ended || !mine || answered.has(id) || devices.some(({ device }) => device === mine.device)) return false
  return members.some(({ user, state }) => user === mine.user && state === 'ringing')
}

async function sayHeard(call: CallId): Promise<void> {
  answered.add(call)
  const { held } = await navigator.locks.query()
  const busy = held?.some(({ name }) => name === callLine) ?? false
  try {
    await engine.calls.heard(call, busy)
    // Whoever answers need not wait for it.
    if (!busy) await Promise.all([session(), engine.calls.ice()])
  } catch (error) {
    later(error)
  }
}

async function readUnseen(): Promise<void> {
  try {
    const { unseen } = await engine.calls.history({ missed: true })
    callStore.setState({ unseen })
  } catch (error) {
    later(error)
  }
}

/** A page that was loaded while the server was away asks again when it is there. */
function onceBack(work: () => Promise<void>): void {
  const stop = wsStore.subscribe(({ engine: now }) => {
    if (now !== 'online') return
    stop()
    void work()
  })
}

/** Without a server nothing is known of calls; the engine tells when it is back. */
function later(error: unknown): void {
  if (!(error instanceof EngineError)) throw error
}
