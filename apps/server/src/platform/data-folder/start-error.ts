/** Why the server could not start. Each names something that the person at the terminal can do about it. */
export type StartErrorCode =
  | 'DATA_IN_USE'
  | 'DATA_NOT_YOURS'
  | 'DATA_NEWER'
  | 'DATA_OLDER'
  | 'DATA_MISSING'
  | 'DATA_MOVED'
  | 'DATABASE_BUSY'
  | 'SECRETS_BROKEN'
  | 'POSTGRES_UNAVAILABLE'
  | 'POSTGRES_FAILED'

/** An expected failure at start: the message is meant for a person and is printed without a stack. */
export class StartError extends Error {
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
    this.code = code
  }
}

/** Tells whether `error` is a system error with one of `codes` ("ENOENT", "EACCES" …). */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
