/** Louder than a quiet room (RMS, about −36 dB). */
const SPEECH = 0.015
/** Between words nobody falls silent (ms). */
const HOLD = 700

/** Who speaks, by how loud each was lately. */
export class Speaking {
  readonly #until = new Map<string, number>()
  readonly #told = new Map<string, boolean>()

  /** @returns whether the word about this one is another now */
  hear(who: string, loudness: number, now: number): boolean {
    if (loudness > SPEECH) this.#until.set(who, now + HOLD)
    const speaks = this.speaks(who, now)
    const isNews = speaks !== (this.#told.get(who) ?? false)
    this.#told.set(who, speaks)
    return isNews
  }

  speaks(who: string, now: number): boolean {
    return (this.#until.get(who) ?? -Infinity) > now
  }
}
