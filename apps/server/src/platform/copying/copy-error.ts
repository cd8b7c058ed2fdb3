/** Why a database is not copied. */
export type CopyErrorCode = 'NOT_EMPTY' | 'IN_USE' | 'OTHER_SHAPE' | 'DIFFERENT' | 'NO_SOURCE' | 'NO_KEY' | 'DAMAGED'

/** An expected failure: the message is for the person at the terminal and is printed without a stack. */
export class CopyError extends Error {
  readonly code: CopyErrorCode

  constructor(code: CopyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CopyError'
    this.code = code
  }
}
