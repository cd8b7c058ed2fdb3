import { LineBetween } from './line-between.ts'

/** A socket whose line doubles, delays and swaps what the server says; `drop` swallows a frame. */
export class UnrulyLine extends LineBetween {
  readonly #random: () => number
  readonly #drop: (frame: Record<string, unknown>) => boolean

  constructor(url: string, random: () => number, drop: (frame: Record<string, unknown>) => boolean = () => false) {
    super(url)
    this.#random = random
    this.#drop = drop
  }

  protected override hear(data: string): void {
    const frame = JSON.parse(data) as Record<string, unknown>
    if (this.#drop(frame)) return
    const say = () => this.tell(data)
    if (frame['t'] !== 'message.created') return say()
    setTimeout(say, this.#random() * 120)
    if (this.#random() > 0.5) setTimeout(say, this.#random() * 400)
  }
}
