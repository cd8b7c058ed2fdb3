// Many sockets that only listen, as cheap as they can be: frames are counted by their headers and never parsed.
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export type CrowdCommand =
  | { do: 'join'; port: number; tickets: string[] }
  | { do: 'wait'; frames: number }
  | { do: 'count' }
  | { do: 'leave' }
export type CrowdAnswer = { frames: number }

let frames = 0
let enough: { count: number; done: () => void } | undefined
const sockets: Socket[] = []

/** Counts whole frames of one stream; `rest` is what of a frame is still to come. */
class Counter {
  #skip = 0
  #head: Buffer = Buffer.alloc(0)

  take(chunk: Buffer): number {
    let found = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - at)
        this.#skip -= step
        at += step
        if (this.#skip === 0) found++
        continue
      }
      this.#head = Buffer.concat([this.#head, chunk.subarray(at, at + 10)])
      const length = this.#head[1]
      const size = length === undefined ? 11 : length === 126 ? 4 : length === 127 ? 10 : 2
      if (this.#head.length < size) return found
      const before = this.#head.length - Math.min(10, chunk.length - at)
      this.#skip =
        size === 2 ? (length ?? 0) : size === 4 ? this.#head.readUInt16BE(2) : Number(this.#head.readBigUInt64BE(2))
      at += size - before
      this.#head = Buffer.alloc(0)
    }
    return found
  }
}

function join(port: number, ticket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    const counter = new Counter()
    let open = false
    let text = ''
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      if (!open) {
        text += chunk.toString('latin1')
        const end = text.indexOf('\r\n\r\n')
        if (end === -1) return
        if (!text.startsWith('HTTP/1.1 101')) return reject(new Error(text.slice(0, 40)))
        open = true
        chunk = Buffer.from(text.slice(end + 4), 'latin1')
        text = ''
      }
      const found = counter.take(chunk)
      // The first frame is `ready`.
      if (found > 0) resolve()
      frames += found
      if (enough !== undefined && frames >= enough.count) enough.done()
    })
    socket.write(
      `GET /ws/${ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
  })
}

async function run(command: CrowdCommand): Promise<CrowdAnswer> {
  switch (command.do) {
    case 'join':
      for (let i = 0; i < command.tickets.length; i += 100)
        await Promise.all(command.tickets.slice(i, i + 100).map((ticket) => join(command.port, ticket)))
      frames = 0
      return { frames: 0 }
    case 'wait':
      await new Promise<void>((done) => {
        if (frames >= command.frames) done()
        else enough = { count: command.frames, done }
      })
      frames -= command.frames
      enough = undefined
      return { frames: command.frames }
    case 'count':
      return { frames }
    case 'leave':
      for (const socket of sockets.splice(0)) socket.destroy()
      return { frames: 0 }
  }
}

process.on('message', ({ id, command }: { id: number; command: CrowdCommand }) => {
  void run(command).then((answer) => process.send?.({ id, answer }))
})
process.send?.({ id: 0, answer: { frames: 0 } })
