import type { Connection } from './connection.ts'

/** Frames a second that a connection may send for long, and how many at once after a pause. */
export interface FrameRate {
  readonly perSecond: number
  readonly burst: number
}

export const frameRate: FrameRate = { perSecond: 100, burst: 400 }

/**
 * Takes one frame from the connection's allowance (a token bucket). `limited`: refuse the frame and say so; `flood`:
 * it goes on although it was told, for another burst: close.
 */
export function takeFrame(connection: Connection, rate: FrameRate, now: number): 'fine' | 'limited' | 'flood' {
  const earned = ((now - connection.countedAt) / 1000) * rate.perSecond
  connection.tokens = Math.min(rate.burst, connection.tokens + earned) - 1
  connection.countedAt = now
  if (connection.tokens >= 0) return 'fine'
  return connection.tokens >= -rate.burst ? 'limited' : 'flood'
}
