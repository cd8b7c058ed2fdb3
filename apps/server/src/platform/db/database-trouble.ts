/** What a failed statement asks of its caller. */
export type Trouble =
  /** The connection or the moment was bad: the same statement may succeed soon. */
  | 'retry'
  /** Somebody held a lock for longer than lock_timeout. */
  | 'locked'
  | 'disk_full'
  /** Something is wrong with what was sent. */
  | 'other'

const retryable: ReadonlySet<string> = new Set([
  '25006', // read only: a standby, or a promotion under way
  '40001', // serialization failure
  '40P01', // deadlock
  '53300', // too many connections
  '57P01', // the server shuts down
  '57P02', // another backend crashed
  '57P03', // it starts up
  '08000',
  '08003',
  '08006',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOENT', // the unix socket is not there while the server restarts
  'EPIPE',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
])

/** Sorts an error of the driver, or what was thrown because of one, by its SQLSTATE or its socket's code. */
export function troubleOf(error: unknown): Trouble {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === undefined && error instanceof Error && error.cause !== undefined) return troubleOf(error.cause)
  if (code === '55P03') return 'locked'
  if (code === '53100') return 'disk_full'
  return typeof code === 'string' && retryable.has(code) ? 'retry' : 'other'
}
