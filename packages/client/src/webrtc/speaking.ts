/** Louder than a quiet room (RMS, about −36 dB). */
const SPEECH = 0.015
/** Between words nobody falls silent (ms). */
const HOLD = 700

/** Who speaks, by how loud each was lately. */
export class Speaking {
  readonly #until = new Map<string, number>()

  /** @returns whether the word about this one is another now */
  hear(who: string, loudness: number, now: number): boolean {
    const before = this.speaks(who, now - 1)
    if (loudness > SPEECH) this.#until.set(who, now + HOLD)
    return this.speaks(who, now) !== before
  }

  speaks(who: string, now: number): boolean {
    return (this.#until.get(who) ?? 0) > now
  }
}
