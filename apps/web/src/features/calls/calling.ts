import type { CallId, ChatId } from '@soroka/protocol'
import { act } from '../../ui/act.ts'
import type { CallControls } from './session/controls.ts'

/** What holds microphones and connections comes to the device with the first call. */
async function session(): Promise<CallControls> {
  const { controls } = await import('./session/index.ts')
  return controls
}

/** Does what a person asked of a call, and passes a refusal on. */
export async function inCall(work: (controls: CallControls) => Promise<void> | void): Promise<void> {
  await work(await session())
}

/** Does what a person asked of a call; a refusal is said in words. @returns whether it worked */
export function withCall(work: (controls: CallControls) => Promise<void> | void): Promise<boolean> {
  return act(inCall(work))
}

export function startCall(chat: ChatId, video: boolean): void {
  void withCall((controls) => controls.start(chat, { video }))
}

export function joinCall(call: CallId, video: boolean, move = false): void {
  void withCall((controls) => controls.join(call, { video, ...(move ? { move } : {}) }))
}
