export { callMedia, callReport } from './calls.ts'
export type {
  CallDevice,
  CallEnd,
  CallGuest,
  CallMedia,
  CallMember,
  CallRecord,
  CallReport,
  CallState,
} from './calls.ts'
export { guestOf, partyOf } from './guests.ts'
export type { GuestCall, SealedGuest } from './guests.ts'
export { type ErrorCode, errorTable, SorokaError } from './errors.ts'
export { base64url, email, humanText, nickname, phoneNumber } from './fields.ts'
export * from './ids.ts'
export { limits } from './limits.ts'
export {
  notifyLevel,
  type NotifyLevel,
  notifySettings,
  type NotifySettings,
  quietHours,
  type QuietHours,
} from './notifying.ts'
export * from './push.ts'
export { isQuiet, knowsZone } from './quiet-hours.ts'
export { history, oldestClient, protocolVersion } from './version.ts'
