import type { Shelf } from './shelf.ts'

/** What the engine needs of the place it runs in; browser.dom.ts and node.ts make one. */
export interface Platform {
  storage: IDBFactory
  /** Where sealed files of an account lie. The same place each time it is asked for. */
  shelf(user: string): Shelf
  /** Bytes that all of ours may fill on this device; null when nobody knows. */
  room(): Promise<number | null>
  locks: Locks
  /** Messages to the other tabs of this origin; one's own are not heard. */
  channel(name: string, hear: (message: unknown) => void): Channel
  fetch: typeof fetch
  socket(url: string): WebSocket
  /** Milliseconds since 1970. */
  now(): number
  /** 0 ≤ x < 1, for jitter. */
  random(): number
  /** Whether a person may be looking at this tab: only then may it take the lead from a silent one. */
  visible(): boolean
  /** Where the refresh token rests: a browser has the HttpOnly cookie, a program holds it itself (R21). */
  delivery: 'cookie' | 'body'
  deviceKind: 'web' | 'bot'
  /** Told of faults of our own; never holds keys or texts. */
  report?(error: unknown): void
  /** Wipes what the page keeps outside the databases (caches named by the user). */
  wipe?(user: string): Promise<void>
}

export interface Locks {
  /**
   * Runs `work` while holding the lock. `steal` takes it from the holder, whose request rejects with AbortError;
   * an aborted `signal` leaves the queue.
   */
  request<T>(name: string, options: { steal?: boolean; signal?: AbortSignal }, work: () => Promise<T>): Promise<T>
}

export interface Channel {
  post(message: unknown): void
  close(): void
}
