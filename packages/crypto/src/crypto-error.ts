/** What went wrong with a secret or a sealed thing. Never carries key or text. */
export type CryptoErrorCode =
  | 'cannot_open'
  | 'bad_key'
  | 'bad_chain'
  | 'not_allowed'
  | 'missing_chain'
  | 'identity_changed'

/** Thrown where the caller could not go on; outcomes that a hostile server can cause are return values instead. */
export class CryptoError extends Error {
  readonly code: CryptoErrorCode

  constructor(code: CryptoErrorCode, what: string) {
    super(`${code}: ${what}`)
    this.name = 'CryptoError'
    this.code = code
  }
}
