import type { CallId, ChatId, UserId } from '@soroka/protocol'

/** What a person does with calls. What comes of it stands in the call store; a refusal is told as words by the screen that asked. */
export interface CallControls {
  start(chat: ChatId, input: { video: boolean; ring?: UserId[] }): Promise<void>
  /** Answers, or comes to a call that runs. `move`: takes it from another device of mine. */
  join(call: CallId, input: { video: boolean; audio?: boolean; move?: boolean }): Promise<void>
  decline(call: CallId): Promise<void>
  leave(): Promise<void>
  endForAll(): Promise<void>
  ring(users: UserId[]): Promise<void>
  /** Calls more people in. A call of two goes on as one of a group, which is made for it. */
  add(users: UserId[]): Promise<void>
  remove(user: UserId): Promise<void>
  setMicrophone(on: boolean): Promise<void>
  setCamera(on: boolean): Promise<void>
  /** From the front camera to the back one, and the other way. */
  flipCamera(): Promise<void>
  /** Another device of the kind; a speaker where the browser can choose one. */
  choose(kind: 'audioinput' | 'videoinput' | 'audiooutput', deviceId: string): Promise<void>
  shareScreen(on: boolean): Promise<void>
  raiseHand(up: boolean): Promise<void>
  /** One emoji for everybody to see; it stands in the store for a moment. */
  react(emoji: string): Promise<void>
  setNoiseSuppression(on: boolean): Promise<void>
  /** No picture is sent or received. */
  saveData(on: boolean): Promise<void>
  /** Nobody in the call learns my address: everything goes through the relay. From the next connection on. */
  relayOnly(on: boolean): void
  minimise(small: boolean): void
  /** The words about the end were read. */
  dismiss(): void
}
