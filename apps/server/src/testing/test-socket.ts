import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { downFrame } from '@soroka/protocol/frames'
import { WebSocket } from 'ws'

type FrameOf<T extends DownFrame['t']> = Extract<DownFrame, { t: T }>

interface Waiter {
  matches: (frame: DownFrame) => boolean
  found: (frame: DownFrame) => void
}

/** A client's end of a socket that keeps every frame and lets a test wait for one. */
export class TestSocket {
  readonly frames: DownFrame[] = []
  readonly ws: WebSocket
  /** Resolves with the close code; 1006 when the peer vanished. */
  readonly closed: Promise<{ code: number; reason: string }>
  #waiters: Waiter[] = []
  #lastId = 0

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(url, { headers, perMessageDeflate: false })
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
    this.ws.on('error', () => this.ws.terminate())
    this.ws.on('message', (data: Buffer) => this.#take(downFrame.parse(JSON.parse(data.toString()))))
  }

  /** The first frame of this kind that came or comes, counted from `from` on. */
  next<T extends DownFrame['t']>(
    t: T,
    test: (frame: FrameOf<T>) => boolean = () => true,
    { from = 0, ms = 5000 }: { from?: number; ms?: number } = {},
  ): Promise<FrameOf<T>> {
    const matches = (frame: DownFrame): frame is FrameOf<T> => frame.t === t && test(frame as FrameOf<T>)
    const known = this.frames.slice(from).find(matches)
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${t} within ${ms} ms`)), ms)
      const found = (frame: DownFrame): void => {
        clearTimeout(timer)
        resolve(frame as FrameOf<T>)
      }
      this.#waiters.push({ matches, found })
      void this.closed.then(({ code }) => {
        clearTimeout(timer)
        reject(new Error(`closed with ${code} before ${t}`))
      })
    })
  }

  all<T extends DownFrame['t']>(t: T): FrameOf<T>[] {
    return this.frames.filter((frame): frame is FrameOf<T> => frame.t === t)
  }

  tell(frame: UpFrame): void {
    this.ws.send(JSON.stringify(frame))
  }

  raw(data: string | Buffer): void {
    this.ws.send(data)
  }

  /** Sends a sealed message and resolves with its answer. */
  async send(envelope: string): Promise<FrameOf<'message.accepted'> | FrameOf<'message.refused'>> {
    const id = ++this.#lastId
    const accepted = this.next('message.accepted', (frame) => frame.id === id)
    const refused = this.next('message.refused', (frame) => frame.id === id)
    this.tell({ t: 'message.send', id, envelope })
    return Promise.race([accepted, refused])
  }

  close(): Promise<{ code: number; reason: string }> {
    this.ws.close()
    return this.closed
  }

  #take(frame: DownFrame): void {
    this.frames.push(frame)
    this.#waiters = this.#waiters.filter(({ matches, found }) => {
      if (!matches(frame)) return true
      found(frame)
      return false
    })
  }
}
