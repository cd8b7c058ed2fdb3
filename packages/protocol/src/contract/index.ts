import { auth } from './auth.ts'
import { chats } from './chats.ts'
import { account, users } from './users.ts'

/** The whole HTTP contract, served under /api; server, client and OpenAPI derive from it. */
export const contract = { auth, account, users, chats }

export { accountBlob, delivery, deviceInfo, session } from './auth.ts'
export { type ChatHead, chatHead, mark, type MessageRow, messageRow } from './chats.ts'
export { type Profile, profile } from './users.ts'
