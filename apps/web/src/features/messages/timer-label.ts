import type { TFunction } from 'i18next'

const units = [
  ['weeks', 604_800],
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const

/** 604800 → "1 week": the largest unit that fits whole. */
export function timerLabel(seconds: number, t: TFunction): string {
  const [unit, size] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['seconds', 1]
  return t(`messages:duration.${unit}`, { count: Math.round(seconds / size) })
}
