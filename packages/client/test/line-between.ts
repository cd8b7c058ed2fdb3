/** The socket of a device with somebody on its line: what the server says is told by him, or not. */
export abstract class LineBetween extends EventTarget {
  readonly #socket: WebSocket

  constructor(url: string) {
    super()
    this.#socket = new WebSocket(url)
    this.#socket.addEventListener('message', (event) => this.hear(String(event.data)))
    this.#socket.addEventListener('close', (event) =>
      this.dispatchEvent(Object.assign(new Event('close'), { code: event.code })),
    )
    this.#socket.addEventListener('error', () => this.dispatchEvent(new Event('error')))
  }

  get readyState(): number {
    return this.#socket.readyState
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  close(): void {
    this.#socket.close()
  }

  /** The server said something. */
  protected abstract hear(data: string): void

  protected tell(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}
