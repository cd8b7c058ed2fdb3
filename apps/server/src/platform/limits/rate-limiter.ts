/** So many in a window: a bucket of `amount` tokens that fills evenly within `seconds`. */
export interface Rate {
  readonly amount: number
  readonly seconds: number
}

/** Counts tries by key (S7). The in-memory adapter counts for one node; one for several nodes has the same port. */
export interface RateLimiter {
  /** Takes one token; returns 0, or after how many seconds a try may pass. */
  take(key: string, rate: Rate): Promise<number>
  /** Gives back what a key took: after a success that must not count. */
  forget(key: string): Promise<void>
}
