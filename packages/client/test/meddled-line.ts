import type { DownFrame } from '@soroka/protocol/frames'
import { nodePlatform } from '../src/platform/node.ts'
import type { Platform } from '../src/platform/platform.ts'
import { LineBetween } from './line-between.ts'

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

class MeddledSocket extends LineBetween {
  readonly #meddle: (frame: DownFrame) => DownFrame[]

  constructor(url: string, meddle: (frame: DownFrame) => DownFrame[]) {
    super(url)
    this.#meddle = meddle
  }

  say(frame: DownFrame): void {
    this.tell(JSON.stringify(frame))
  }

  protected override hear(data: string): void {
    for (const frame of this.#meddle(JSON.parse(data) as DownFrame)) this.say(frame)
  }
}
