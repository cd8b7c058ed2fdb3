import type { CallSignal } from '../types/calls.ts'

type Candidates = (CallSignal & { kind: 'candidates' })['candidates']

/** The first ones are those of the machine itself and often do: they hardly wait (ms). */
const FIRST = 10
const LATER = 50

/** Candidates in few signals instead of one each (trickle ICE, RFC 8838). Nothing goes before `open`: the description goes first. */
export class CandidateBatch {
  readonly #send: (candidates: Candidates) => void
  #waiting: Candidates = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false
  #pause = FIRST
  /** Whether the browser has found any since the last description. */
  found = false

  constructor(send: (candidates: Candidates) => void) {
    this.#send = send
  }

  /** A new description is being made: its candidates wait until it was sent. */
  hold(): void {
    this.#isOpen = false
    this.found = false
    this.#pause = FIRST
    this.#waiting = []
    this.#stop()
  }

  open(): void {
    this.#isOpen = true
    this.#arm()
  }

  add({ candidate, sdpMid, sdpMLineIndex }: Pick<RTCIceCandidate, 'candidate' | 'sdpMid' | 'sdpMLineIndex'>): void {
    this.found = true
    this.#waiting.push({ candidate, mid: sdpMid ?? '', line: sdpMLineIndex ?? 0 })
    this.#arm()
  }

  close(): void {
    this.hold()
  }

  #arm(): void {
    if (!this.#isOpen || this.#timer !== undefined || this.#waiting.length === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#send(this.#waiting.splice(0))
    }, this.#pause)
    this.#pause = LATER
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
