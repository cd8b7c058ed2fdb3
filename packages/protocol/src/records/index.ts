export * from './account-proof.ts'
export * from './attachment.ts'
export * from './body.ts'
export * from './body-extensions.ts'
export { decodeSignal, encodeSignal, encodeSignalHeader, MAX_SIGNAL_BODY } from './call-signal.ts'
export type { DecodedSignal, SignalHeader, SignalParty } from './call-signal.ts'
export { decodeSignalBody, encodeSignalBody } from './call-signal-body.ts'
export type { SignalBody } from './call-signal-body.ts'
export * from './chain-entry.ts'
export * from './chain-state.ts'
export * from './chat-id.ts'
export * from './chat-meta.ts'
export * from './disclosure.ts'
export * from './device-link.ts'
export * from './envelope.ts'
export * from './epoch.ts'
export * from './epoch-order.ts'
export { findExtension } from './extensions.ts'
export type { Extension } from './extensions.ts'
export {
  BOX_BYTES,
  CHAT_ID_BYTES,
  ID_BYTES,
  RECORD_VERSION,
  SEAL_PUBLIC_BYTES,
  SIGNATURE_BYTES,
  SIGN_PUBLIC_BYTES,
  SUITE,
  WRAP_BYTES,
} from './format.ts'
export { factorBlob } from './factor-blob.ts'
export * from './guest.ts'
export * from './guest-signal.ts'
export * from './hash.ts'
export * from './header-extensions.ts'
export * from './invite.ts'
export { invitesOf, joinClaims, joinProofsOf } from './invite-order.ts'
export * from './kinds.ts'
export { decodeLeave, encodeLeave, LEAVE_BYTES, leaveSigningInput } from './leave.ts'
export type { Leave } from './leave.ts'
export * from './log.ts'
export { MAX_PADDED, pad, paddedLength, unpad } from './padding.ts'
export { MAX_OPTIONS } from './poll.ts'
export type { Poll, Tally, Vote } from './poll.ts'
export { DEFAULT_POLICY, keepsHistory, sameRights, WHO } from './policy.ts'
export type { Policy, Who } from './policy.ts'
export { applyRoster, carriesWholeRoster, diffRosters, rosterChanges } from './roster-changes.ts'
export type { RosterDiff } from './roster-changes.ts'
export { NOBODY, opensForShutOut, shutOutAfter } from './shut-out.ts'
export { findMember, hashRoster, MAX_ROSTER, ROLE, sortRoster } from './roster.ts'
export type { Role, Roster, RosterEntry } from './roster.ts'
export type { NamedSticker, StickerPack } from './sticker.ts'
export { RecordError } from '../bytes/index.ts'
export type { RecordErrorCode } from '../bytes/index.ts'
