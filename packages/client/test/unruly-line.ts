/** A socket whose line doubles, delays and swaps what the server says; `drop` swallows a frame. */
export class UnrulyLine extends EventTarget {
  readonly #socket: WebSocket

  constructor(url: string, random: () => number, drop: (frame: Record<string, unknown>) => boolean = () => false) {
    super()
    this.#socket = new WebSocket(url)
    this.#socket.addEventListener('message', (event) => {
      const data = String(event.data)
      const frame = JSON.parse(data) as Record<string, unknown>
      if (drop(frame)) return
      const say = () => this.dispatchEvent(new MessageEvent('message', { data }))
      if (frame['t'] !== 'message.created') return void say()
      setTimeout(say, random() * 120)
      if (random() > 0.5) setTimeout(say, random() * 400)
    })
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
}
