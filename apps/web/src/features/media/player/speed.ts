import type { ShapeName } from '@soroka/protocol/records'

const speeds = [1, 1.5, 2] as const
const key = 'soroka.voiceSpeed'

/** How fast a file of this shape begins to play: speech as fast as last time, music as it was made. */
export function usualSpeed(shape: ShapeName): number {
  const kept = shape === 'voice' ? Number(localStorage.getItem(key)) : 1
  return speeds.find((speed) => speed === kept) ?? 1
}

/** 1, 1.5, 2 and 1 again; kept for the next voice message. */
export function fasterThan(speed: number, shape: ShapeName): number {
  const next = speeds[(speeds.findIndex((one) => one === speed) + 1) % speeds.length] ?? 1
  if (shape === 'voice') localStorage.setItem(key, String(next))
  return next
}
