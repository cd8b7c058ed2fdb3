import type { ErrorCode } from '@soroka/protocol'

const PERMANENT: ReadonlySet<ErrorCode> = new Set([
  'FORBIDDEN',
  'NOT_A_MEMBER',
  'SENDER_FORGED',
  'ENVELOPE_INVALID',
  'FRAME_INVALID',
  'FRAME_UNKNOWN',
  'TOO_LARGE',
  'BAD_REQUEST',
  'NOT_FOUND',
  'EPOCH_REFUSED',
  'TARGET_GONE',
  'NOT_ACCEPTING',
  'LIMIT_REACHED',
  'NEWCOMER_LIMIT',
  'QUOTA_FULL',
  'FILE_UNKNOWN',
])

const NEW_SEAL: ReadonlySet<ErrorCode> = new Set([
  'EPOCH_OLD',
  'EPOCH_UNKNOWN',
  'EPOCH_CONFLICT',
  'ROTATE',
  'CHAT_EXISTS',
])

/** The server will never take it: a person must decide. Everything else is tried again. */
export function isPermanent(code: ErrorCode): boolean {
  return PERMANENT.has(code)
}

/** To be sealed again, under the same id, after a look at the chat's epochs. */
export function needsNewSeal(code: ErrorCode): boolean {
  return NEW_SEAL.has(code)
}
