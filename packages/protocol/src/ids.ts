import * as z from 'zod/mini'

/** Ids travel and rest as canonical base64url: the last character carries no spare bits, so one id has one spelling. */
const id16 = /^[A-Za-z0-9_-]{21}[AQgw]$/
const id32 = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

export const userId = z.string().check(z.regex(id16)).brand<'UserId'>()
export const deviceId = z.string().check(z.regex(id16)).brand<'DeviceId'>()
export const sessionId = z.string().check(z.regex(id16)).brand<'SessionId'>()
export const flowId = z.string().check(z.regex(id16)).brand<'FlowId'>()
export const msgId = z.string().check(z.regex(id16)).brand<'MsgId'>()
export const fileId = z.string().check(z.regex(id16)).brand<'FileId'>()
export const callId = z.string().check(z.regex(id16)).brand<'CallId'>()
export const linkId = z.string().check(z.regex(id16)).brand<'LinkId'>()
export const deviceLinkId = z.string().check(z.regex(id16)).brand<'DeviceLinkId'>()
export const guestId = z.string().check(z.regex(id16)).brand<'GuestId'>()
export const inviteId = z.string().check(z.regex(id16)).brand<'InviteId'>()
export const reportId = z.string().check(z.regex(id16)).brand<'ReportId'>()
export const chatId = z.string().check(z.regex(id32)).brand<'ChatId'>()

/** 16 random bytes made by the server at sign-up. */
export type UserId = z.infer<typeof userId>
/** 16 random bytes made by the device itself. */
export type DeviceId = z.infer<typeof deviceId>
export type SessionId = z.infer<typeof sessionId>
/** One run of sign-up, sign-in or recovery; a code belongs to the flow that asked for it. */
export type FlowId = z.infer<typeof flowId>
/** 16 random bytes made on the device before the message is stored: the idempotency key. */
export type MsgId = z.infer<typeof msgId>
/** 16 random bytes made by the device that seals the file (R20). */
export type FileId = z.infer<typeof fileId>
/** 16 random bytes made by the device that calls. */
export type CallId = z.infer<typeof callId>
/** 16 random bytes made by the member's device that makes a link into its call. */
export type LinkId = z.infer<typeof linkId>
/** 16 random bytes made by the server for a device that wants to be linked. */
export type DeviceLinkId = z.infer<typeof deviceLinkId>
/** 16 random bytes made by a guest of one call; they stand in that call where a person and a device stand. */
export type GuestId = z.infer<typeof guestId>
/** 16 random bytes made by the server; the secret of the link is another one. */
export type InviteId = z.infer<typeof inviteId>
/** 16 random bytes made by the server. */
export type ReportId = z.infer<typeof reportId>
/** 32 bytes: for direct chats the hash of both users (R7), else random. */
export type ChatId = z.infer<typeof chatId>
