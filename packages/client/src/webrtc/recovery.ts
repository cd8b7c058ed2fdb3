/** No candidate so long after a description: the browser has stopped gathering, and only a new connection helps (ms). */
const NO_CANDIDATE = 3000
/** A cut shorter than that mends itself. Of a connection that was well the browser says `disconnected` after about 6 s. */
const PATIENCE = 500
/** So long nobody is silent who sends at all: the way is cut, or stands still (ms). */
const QUIET = 1800
/** After words that were refused the next ones wait so long (ms). */
const REFUSED = 3000
/** An attempt gets that long, and each later one more. */
const ATTEMPT = 5000
const LONGEST = 12_000

/**
 * When a connection needs another path, and when it must be made anew. `failed` is not waited for: it may take the better
 * part of a minute (RFC 8445, RFC 7675).
 */
export class Recovery {
  readonly #act: (anew: boolean) => void
  readonly #hasCandidates: () => boolean
  #gathering: ReturnType<typeof setTimeout> | undefined
  #waiting: ReturnType<typeof setTimeout> | undefined
  #attempts = 0
  #isConnected = false
  isQuiet = false

  constructor(act: (anew: boolean) => void, hasCandidates: () => boolean) {
    this.#act = act
    this.#hasCandidates = hasCandidates
  }

  /** A description was made here: it should bring candidates, and in a while a connection. */
  described(): void {
    clearTimeout(this.#gathering)
    this.#gathering = setTimeout(() => {
      if (!this.#hasCandidates() && !this.#isConnected) this.#again(true)
    }, NO_CANDIDATE)
    if (!this.#isConnected) this.#wait(Math.min(LONGEST, ATTEMPT * (1 + this.#attempts / 2)))
  }

  /** Somebody else is to begin: not for ever. */
  expect(): void {
    if (!this.#isConnected) this.#wait(Math.min(LONGEST, ATTEMPT * (1 + this.#attempts / 2)))
  }

  /** The server takes no more for a while. */
  refused(): void {
    this.#wait(REFUSED)
  }

  state(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.#isConnected = true
      this.#attempts = 0
      this.stop()
    } else if (state === 'disconnected') {
      this.#isConnected = false
      this.#wait(PATIENCE)
    } else if (state === 'failed') {
      this.#isConnected = false
      this.#wait(0)
    }
  }

  /** For how long nothing has come. One silence is answered once: it may also be a microphone that was pulled out. */
  quiet(milliseconds: number): void {
    const isQuiet = milliseconds > QUIET
    if (isQuiet && !this.isQuiet && this.#isConnected) this.#act(false)
    this.isQuiet = isQuiet
  }

  /** What was built is gone. */
  lost(): void {
    this.#isConnected = false
  }

  stop(): void {
    clearTimeout(this.#gathering)
    clearTimeout(this.#waiting)
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => this.#again(this.#attempts % 2 === 1), milliseconds)
  }

  /** First another path, then all anew, and so on by turns. */
  #again(anew: boolean): void {
    this.#attempts += 1
    this.#act(anew)
  }
}
