import { Meta, Segment } from './segment.ts'

/** Terms between two breaths: a few milliseconds. */
const STEP = 2_000

/** Several as one, without the dead: of them nothing is left (R13). */
export function mergeSegments(segments: readonly Segment[]): Segment {
  const steps = merge(segments)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same in small steps. Who dies meanwhile is dead in the result too. */
export async function mergeSlowly(segments: readonly Segment[], breathe: () => Promise<void>): Promise<Segment> {
  const steps = merge(segments)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await breathe()
  }
}

function* merge(segments: readonly Segment[]): Generator<void, Segment> {
  const meta = new Meta(segments.reduce((sum, segment) => sum + segment.live, 0))
  const numbers = segments.map((segment) => new Int32Array(segment.size).fill(-1))
  let next = 0
  for (const [s, segment] of segments.entries()) {
    for (let n = 0; n < segment.size; n++) {
      if (segment.dead[n] === 1) continue
      const chat = segment.chats[segment.chatOf[n] ?? 0] ?? ''
      const sender = segment.senders[segment.senderOf[n] ?? 0] ?? ''
      meta.put(next, chat, sender, segment.seqs[n] ?? 0, segment.times[n] ?? 0, segment.has[n] ?? 0)
      numbers[s]?.fill(next++, n, n + 1)
    }
    yield
  }
  const terms: string[] = []
  const starts: number[] = [0]
  const postings = new Uint16Array(segments.reduce((sum, segment) => sum + segment.postings.length, 0))
  const at = segments.map(() => 0)
  let end = 0
  for (let round = 1; ; round++) {
    const term = lowest(segments, at)
    if (term === undefined) break
    const began = end
    for (const [s, segment] of segments.entries()) {
      const t = at[s] ?? 0
      if (segment.terms[t] !== term) continue
      at[s] = t + 1
      const last = segment.starts[t + 1] ?? 0
      for (let i = segment.starts[t] ?? 0; i < last; i++) {
        const n = numbers[s]?.[segment.postings[i] ?? 0] ?? -1
        if (n >= 0) postings[end++] = n
      }
    }
    // Only the dead had it.
    if (end > began) {
      terms.push(term)
      starts.push(end)
    }
    if (round % STEP === 0) yield
  }
  const parts = { terms, starts: Uint32Array.from(starts), postings: postings.slice(0, end), ...meta.parts() }
  const merged = new Segment(parts)
  for (const [s, segment] of segments.entries())
    for (let n = 0; n < segment.size; n++) if (segment.dead[n] === 1) merged.killNumber(numbers[s]?.[n] ?? -1)
  return merged
}

function lowest(segments: readonly Segment[], at: readonly number[]): string | undefined {
  let low: string | undefined
  for (const [s, { terms }] of segments.entries()) {
    const term = terms[at[s] ?? 0]
    if (term !== undefined && (low === undefined || term < low)) low = term
  }
  return low
}
