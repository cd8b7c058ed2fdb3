/** Asks the same question once in a while, however many wait for the answer. */
export class Lately {
  readonly #asked = new Map<string, { at: number; answer: Promise<unknown> }>()
  readonly #ms: number

  /** @param ms how long an answer holds */
  constructor(ms: number) {
    this.#ms = ms
  }

  async run(question: string, ask: () => Promise<unknown>): Promise<void> {
    const now = performance.now()
    for (const [old, { at }] of this.#asked) if (now - at > this.#ms) this.#asked.delete(old)
    const known = this.#asked.get(question)
    if (known !== undefined) return void (await known.answer)
    const answer = ask()
    this.#asked.set(question, { at: now, answer })
    // A failure is nobody's answer.
    answer.catch(() => this.#asked.delete(question))
    await answer
  }
}
