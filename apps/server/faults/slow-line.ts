import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { once } from 'node:events'

/** A way to a database that lets everything through, after a while where it is asked to. */
export class SlowLine {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** What passes from now on waits so long, in each direction, in ms. */
  delayMs = 0

  private constructor(server: Server) {
    this.#server = server
  }

  /** @param path the socket of the database */
  static async open(path: string): Promise<SlowLine> {
    const server = createServer({ allowHalfOpen: true })
    const line = new SlowLine(server)
    server.on('connection', (near) => {
      const far = connect({ path, allowHalfOpen: true })
      line.#carry(near, far)
      line.#carry(far, near)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return line
  }

  /** For a server whose database is called as the embedded one is. */
  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the line is closed')
    return `postgres://postgres@127.0.0.1:${address.port}/soroka`
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** In order: nothing overtakes what waits. */
  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    let before = Promise.resolve()
    const later = (pass: () => void): void => {
      const wait = new Promise<void>((done) => (this.delayMs > 0 ? setTimeout(done, this.delayMs) : done()))
      before = Promise.all([before, wait]).then(pass)
    }
    from.on('data', (bytes) => later(() => to.write(bytes)))
    from.on('end', () => later(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      later(() => to.destroy())
    })
  }
}
