import { PEAKS } from '@soroka/protocol/records'

/** Quieter than this is silence, in decibels. */
const floor = -54
/** Whispers are drawn larger, but never a silent room. */
const quietest = 0.35

/** How loud a stretch of sound is to an ear, from 0 to 1. Samples lie between -1 and 1. */
export function loudness(samples: Float32Array): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 10 * Math.log10(sum / samples.length)
  return Math.min(1, Math.max(0, 1 - decibels / floor))
}

/** What stands between two borders of a list, at least one of it. */
function stretch(levels: readonly number[], at: number, count: number): readonly number[] {
  const from = Math.floor((at * levels.length) / count)
  return levels.slice(from, Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count)))
}

/** The peaks of a whole recording, however long it is: the loudest of each part, the loudest of all at the top. */
export function peaksOf(levels: readonly number[]): Uint8Array<ArrayBuffer> {
  const peaks = new Uint8Array(PEAKS)
  if (levels.length === 0) return peaks
  const loudest = levels.reduce((most, level) => Math.max(most, level), quietest)
  return peaks.map((_, at) => Math.round((Math.max(...stretch(levels, at, PEAKS)) / loudest) * 255))
}
