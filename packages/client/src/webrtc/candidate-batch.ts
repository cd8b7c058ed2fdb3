import type { CallSignal } from '../types/calls.ts'

type Candidates = (CallSignal & { kind: 'candidates' })['candidates']

/** The machine's own addresses are found at once and often do: the description waits so long for them (ms). */
const FIRST = 20
/** Between the first and the last of them. */
const NEXT = 3
/** So long those after them are collected: the very next ones, which may be the relay's, for a shorter time. */
const SOON = 10
const LATER = 50

/** Candidates in few signals instead of one each (trickle ICE, RFC 8838). Nothing goes before `open`: the description goes first. */
export class CandidateBatch {
  readonly #send: (candidates: Candidates) => void
  #waiting: Candidates = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false
  #pause = SOON
  #first: (() => void) | undefined
  /** Whether the browser has found any since the last description. */
  found = false

  constructor(send: (candidates: Candidates) => void) {
    this.#send = send
  }

  /** A new description is being made: its candidates wait until it was sent. */
  hold(): void {
    this.#isOpen = false
    this.found = false
    this.#pause = SOON
    this.#waiting = []
    this.#stop()
  }

  /** The first candidates are there, or none comes soon: those that are there stand in the description itself. */
  async first(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FIRST)
      const found = () => setTimeout(resolve, NEXT)
      this.#first = () => {
        clearTimeout(timer)
        found()
      }
      if (this.found) this.#first()
    })
    this.#first = undefined
    this.#waiting = []
  }

  open(): void {
    this.#isOpen = true
    this.#arm()
  }

  add({ candidate, sdpMid, sdpMLineIndex }: Pick<RTCIceCandidate, 'candidate' | 'sdpMid' | 'sdpMLineIndex'>): void {
    this.found = true
    this.#first?.()
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
