/** Every error that crosses the wire: its code, its HTTP status, and what to do, in English for developers. */
export const errorTable = {
  BAD_REQUEST: [400, 'The request does not fit the contract'],
  UNAUTHORIZED: [401, 'Sign in first'],
  TOKEN_EXPIRED: [401, 'The access token is over: refresh it'],
  SESSION_ENDED: [401, 'This session was ended: sign in again'],
  CREDENTIALS_WRONG: [401, 'The e-mail or the password did not match'],
  SIGNATURE_WRONG: [401, 'The device or account signature does not verify'],
  SECOND_FACTOR_NEEDED: [401, 'A code of the second factor is needed: send it with `flow`'],
  CODE_WRONG: [400, 'The code did not match'],
  CODE_EXPIRED: [400, 'The code is over or was tried too often: ask for a new one'],
  FLOW_UNKNOWN: [400, 'This flow is over: begin again'],
  PASSKEY_UNKNOWN: [401, 'This passkey opens no account here'],
  PASSKEY_KEYLESS: [422, 'This authenticator gives no secret for keys (PRF)'],
  LINK_OVER: [410, 'This code for linking a device is over or was used: show a new one'],
  LINK_TAKEN: [409, 'Another account has read this code: show a new one'],
  LINK_REFUSED: [403, 'The signed-in device refused to link this one'],
  LINK_CODE_WRONG: [400, 'This code links no device to this account'],
  SETUP_TOKEN_NEEDED: [403, 'The first account needs the set-up token that the server printed'],
  SIGN_UP_CLOSED: [403, 'This server does not take new accounts'],
  ACCOUNT_SUSPENDED: [403, 'The people who run this server suspended the account'],
  NICKNAME_TAKEN: [409, 'This nickname is taken'],
  FORBIDDEN: [403, 'You may not do this'],
  ORIGIN_WRONG: [403, 'This origin may not call the server'],
  NOT_FOUND: [404, 'There is no such thing, or you may not see it'],
  METHOD_NOT_ALLOWED: [405, 'This method is not allowed here'],
  CONFLICT: [409, 'It changed meanwhile: read it again and retry'],
  CHAT_EXISTS: [409, 'The chat exists already: take its head'],
  EPOCH_CONFLICT: [409, 'The epoch does not follow the head: sync, verify, retry'],
  EPOCH_REFUSED: [400, 'The epoch record breaks a rule'],
  EPOCH_OLD: [409, 'The epoch is below the floor of the chat: sync and seal again under the same id'],
  EPOCH_UNKNOWN: [409, 'The epoch is above the head of the chat: sync and seal again under the same id'],
  ROTATE: [409, 'A new epoch is required before the next message'],
  CHAIN_CONFLICT: [409, 'The entry does not follow the head of the user chain'],
  CHAIN_REFUSED: [400, 'The user chain entry breaks a rule'],
  NOT_A_MEMBER: [403, 'You are not a member of this chat'],
  NOT_ACCEPTING: [403, 'This person does not take it from you'],
  TARGET_GONE: [409, 'The message it speaks of is deleted or is not here'],
  INVITE_INVALID: [404, 'This link does not work any more'],
  LIMIT_REACHED: [409, 'The limit is reached: see `limit`'],
  PREVIEW_FAILED: [422, 'Nothing to show could be found there'],
  FILE_UNKNOWN: [409, 'A file is not whole yet, is gone, or is not yours to send'],
  FILE_BROKEN: [422, 'The file is not the one that was sent: it was changed or cut short'],
  FILE_GONE: [410, 'The file is not kept any more; the words of its message are'],
  QUOTA_FULL: [507, 'Your files fill the space that this server gives to one person: delete some'],
  REPORT_UNPROVED: [422, 'What was disclosed is not what its author signed in this chat'],
  CALL_OVER: [410, 'The call is over'],
  CALL_FULL: [409, 'No more devices fit into this call'],
  CALL_ELSEWHERE: [409, 'Another device of yours is in this call: move it here or leave it there'],
  PUSH_ENDPOINT_REFUSED: [422, 'Pushes go to https addresses that are open to the world'],
  GUEST_OUT: [403, 'This guest was not let in, or was put out again'],
  KEY_CHANGED: [409, 'The key of somebody in this chat changed: nothing is sealed until a person has looked'],
  SENDER_FORGED: [403, 'The envelope names another sender or device than this connection'],
  ENVELOPE_INVALID: [400, 'The envelope cannot be parsed'],
  FRAME_INVALID: [400, 'The frame cannot be parsed'],
  FRAME_UNKNOWN: [400, 'There is no such frame'],
  TOO_LARGE: [413, 'It is larger than the limit'],
  TICKET_INVALID: [401, 'The socket ticket is unknown, used or over: ask for a new one'],
  NEWCOMER_LIMIT: [429, 'A new account begins this with few people a day who do not know it'],
  RATE_LIMITED: [429, 'Too many requests: wait and retry'],
  STORAGE_FULL: [507, 'The disk of the server is full: nothing was stored'],
  UNAVAILABLE: [503, 'The server cannot do this now: retry'],
  CLIENT_TOO_OLD: [426, 'This client is too old for the server: update it'],
  INTERNAL: [500, 'The server failed; the log has the request id'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ErrorCode = keyof typeof errorTable

/** An expected failure with a code of the protocol; translated at the edge, never matched by its message. */
export class SorokaError extends Error {
  override readonly name = 'SorokaError'
  readonly code: ErrorCode
  /** Facts that help the other side to recover (retryAfter in seconds, triesLeft, head …). */
  readonly data: Record<string, unknown> | undefined

  constructor(code: ErrorCode, data?: Record<string, unknown>) {
    super(errorTable[code][1])
    this.code = code
    this.data = data
  }
}
