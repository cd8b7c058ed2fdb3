import type { DownFrame } from '@soroka/protocol/frames'
import { nodePlatform } from '../src/platform/node.ts'
import type { Platform } from '../src/platform/platform.ts'

/** A server's line to one device, in the hands of somebody who may change, hold back and repeat what is said. */
export class MeddledLine {
  readonly platform: Platform
  /** What the device hears of a frame; nothing, or something else. */
  meddle: (frame: DownFrame) => DownFrame[] = (frame) => [frame]
  #socket: MeddledSocket | undefined

  constructor() {
    this.platform = nodePlatform({
      socket: (url) => {
        this.#socket = new MeddledSocket(url, (frame) => this.meddle(frame))
        return this.#socket as unknown as WebSocket
      },
    })
  }

  /** Says something that the server never said, or not now. */
  say(frame: DownFrame): void {
    this.#socket?.say(frame)
  }

  /** The connection is gone; the device makes another one. */
  drop(): void {
    this.#socket?.close()
  }
}

class MeddledSocket extends EventTarget {
  readonly #socket: WebSocket

  constructor(url: string, meddle: (frame: DownFrame) => DownFrame[]) {
    super()
    this.#socket = new WebSocket(url)
    this.#socket.addEventListener('message', (event) => {
      for (const frame of meddle(JSON.parse(String(event.data)) as DownFrame)) this.say(frame)
    })
    this.#socket.addEventListener('close', (event) =>
      this.dispatchEvent(Object.assign(new Event('close'), { code: event.code })),
    )
    this.#socket.addEventListener('error', () => this.dispatchEvent(new Event('error')))
  }

  get readyState(): number {
    return this.#socket.readyState
  }

  say(frame: DownFrame): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  close(): void {
    this.#socket.close()
  }
}
