const FIRST = 200
const MOST = 15_000
const RESTART = 500

/** Milliseconds to wait before attempt `n` (0 = first retry): full jitter, so that a crowd doesn't come back at once. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10))
}

/** After the server said it restarts. */
export function restartPause(random: () => number): number {
  return random() * RESTART
}
