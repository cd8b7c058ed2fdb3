import { SorokaError } from '@soroka/protocol'
import { closeCodes, type DownFrame, downFrame, type UpFrame } from '@soroka/protocol/frames'
import { isErrorCode, toSorokaError } from '../api/api-errors.ts'
import type { Platform } from '../platform/platform.ts'
import { backoff, restartPause } from './backoff.ts'
import { WakeableSleep } from './wakeable-sleep.ts'

type Frame<T extends UpFrame['t']> = Extract<UpFrame, { t: T }>
export type Accepted = Extract<DownFrame, { t: 'message.accepted' }>

interface Handlers {
  /** Every valid frame but pongs and the answers to `send`, in the order of arrival. */
  frame(frame: DownFrame): void
  /** The socket is on its way up, or gone. */
  state(state: 'connecting' | 'offline'): void
  /** A connection or a ticket was refused for good. */
  refused(error: SorokaError): void
}

/** Where it gets what opens a socket. */
interface Tickets {
  auth: { ticket(): Promise<{ ticket: string }> }
}

const PING = 20_000
const DEAD = 45_000
const ANSWER = 15_000
const PROBE = 5_000
/** Frames whose refusal is waited for. */
const REMEMBERED = 256

/** One socket, kept up: ticket, open, ping, and again after a jittered pause. Frames are hints (G5). */
export class Connection {
  readonly #api: Tickets
  readonly #base: string
  readonly #platform: Pick<Platform, 'socket' | 'now' | 'random'>
  readonly #handlers: Handlers
  readonly #pause = new WakeableSleep()
  readonly #asked = new Map<number, { resolve(frame: Accepted): void; reject(error: SorokaError): void }>()
  readonly #unrefused = new Map<number, (error: SorokaError) => void>()
  #socket: WebSocket | undefined
  /** Counts starts and stops: a run that belongs to an earlier one ends by itself. */
  #run = 0
  #running = false
  #attempt = 0
  #lastId = 0
  #heardAt = 0
  #drop: (code: number) => void = () => undefined

  constructor(
    api: Tickets,
    baseUrl: string,
    platform: Pick<Platform, 'socket' | 'now' | 'random'>,
    handlers: Handlers,
  ) {
    this.#api = api
    const base = new URL(baseUrl)
    base.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:'
    this.#base = base.href
    this.#platform = platform
    this.#handlers = handlers
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    void this.#keepUp(++this.#run)
  }

  stop(): void {
    this.#running = false
    this.#run++
    this.#pause.wake()
    this.#drop(1000)
  }

  /** The network or the person is back: no more waiting; a connection that looks open is tried at once. */
  wake(): void {
    this.#attempt = 0
    this.#pause.wake()
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    const before = this.#heardAt
    this.post({ t: 'ping', id: ++this.#lastId })
    setTimeout(() => this.#heardAt === before && this.#drop(closeCodes.idle), PROBE)
  }

  /** Sends what needs no answer; false when there is no connection. */
  post(frame: UpFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  /** Sends what is answered only where the server refuses it; false when there is no connection. */
  postUnless(make: (id: number) => UpFrame, refused: (error: SorokaError) => void): boolean {
    const id = ++this.#lastId
    if (!this.post(make(id))) return false
    this.#unrefused.set(id, refused)
    // The oldest were taken long ago.
    for (const old of this.#unrefused.keys()) {
      if (this.#unrefused.size <= REMEMBERED) break
      this.#unrefused.delete(old)
    }
    return true
  }

  /** Sends a message and waits for the server's word. UNAVAILABLE when the connection ends first: nobody knows then. */
  send(envelope: string): Promise<Accepted> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const frame: Frame<'message.send'> = { t: 'message.send', id, envelope }
      if (!this.post(frame)) return reject(new SorokaError('UNAVAILABLE', { offline: true }))
      const timer = setTimeout(
        () => this.#answer(id)?.reject(new SorokaError('UNAVAILABLE', { offline: true })),
        ANSWER,
      )
      const settle = () => clearTimeout(timer)
      this.#asked.set(id, {
        resolve: (accepted) => (settle(), resolve(accepted)),
        reject: (error) => (settle(), reject(error)),
      })
    })
  }

  async #keepUp(run: number): Promise<void> {
    while (run === this.#run) {
      this.#handlers.state('connecting')
      const code = await this.#connect(run)
      if (run !== this.#run) return
      this.#handlers.state('offline')
      const restarting = code === closeCodes.restart
      const random = () => this.#platform.random()
      await this.#pause.sleep(restarting ? restartPause(random) : backoff(this.#attempt++, random))
    }
  }

  /** Resolves with the close code when the connection is over; 0 when it never began. */
  async #connect(run: number): Promise<number> {
    try {
      const { ticket } = await this.#api.auth.ticket()
      if (run !== this.#run) return 0
      return await this.#live(new URL(`/ws/${encodeURIComponent(ticket)}`, this.#base).href)
    } catch (raw) {
      const error = toSorokaError(raw)
      if (['CLIENT_TOO_OLD', 'SESSION_ENDED', 'UNAUTHORIZED'].includes(error.code)) this.#handlers.refused(error)
      return 0
    }
  }

  #live(url: string): Promise<number> {
    return new Promise((resolve) => {
      const socket = this.#platform.socket(url)
      this.#socket = socket
      this.#heardAt = this.#platform.now()
      const ping = setInterval(() => {
        if (this.#platform.now() - this.#heardAt > DEAD) return this.#drop(closeCodes.idle)
        this.post({ t: 'ping', id: ++this.#lastId })
      }, PING)
      const over = (code: number) => {
        if (this.#socket !== socket) return
        this.#socket = undefined
        clearInterval(ping)
        socket.close()
        for (const id of this.#asked.keys()) this.#answer(id)?.reject(new SorokaError('UNAVAILABLE', { offline: true }))
        resolve(code)
      }
      // A dead line never fires close by itself: whoever finds it dead ends it here.
      this.#drop = over
      socket.addEventListener('message', (event) => this.#socket === socket && this.#hear(event.data))
      socket.addEventListener('close', (event) => over(event.code))
      socket.addEventListener('error', () => over(1006))
    })
  }

  #hear(data: unknown): void {
    this.#heardAt = this.#platform.now()
    const frame = parseFrame(data)
    if (frame === null) return
    switch (frame.t) {
      case 'message.accepted':
        return this.#answer(frame.id)?.resolve(frame)
      case 'message.refused':
        return this.#answer(frame.id)?.reject(refusal(frame.code, frame.retryAfter))
      case 'error':
        if (frame.id === undefined) return
        this.#answer(frame.id)?.reject(refusal(frame.code))
        this.#unrefused.get(frame.id)?.(refusal(frame.code))
        this.#unrefused.delete(frame.id)
        return
      case 'pong':
        return
      case 'ready':
        this.#attempt = 0
        return this.#handlers.frame(frame)
      default:
        return this.#handlers.frame(frame)
    }
  }

  #answer(id: number) {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    return asked
  }
}

/** A frame, or null for what this version doesn't know: the vector brings what it meant. */
function parseFrame(data: unknown): DownFrame | null {
  if (typeof data !== 'string') return null
  try {
    const parsed = downFrame.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function refusal(code: string, retryAfter?: number): SorokaError {
  return new SorokaError(isErrorCode(code) ? code : 'INTERNAL', retryAfter === undefined ? undefined : { retryAfter })
}
