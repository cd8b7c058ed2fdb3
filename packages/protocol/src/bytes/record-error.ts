/** Why bytes are not a record of this format. */
export type RecordErrorCode =
  | 'truncated'
  | 'trailing'
  | 'too_large'
  | 'version'
  | 'suite'
  | 'range'
  | 'unsorted'
  | 'encoding'
  | 'length'

/** Thrown by every decoder and encoder here for input that is not canonical; never anything else. */
export class RecordError extends Error {
  readonly code: RecordErrorCode

  constructor(code: RecordErrorCode, what: string) {
    super(`${code}: ${what}`)
    this.name = 'RecordError'
    this.code = code
  }
}
