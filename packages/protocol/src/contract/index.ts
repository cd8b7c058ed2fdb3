import { admin } from './admin.ts'
import { auth } from './auth.ts'
import { calls } from './calls.ts'
import { chats } from './chats.ts'
import { contacts } from './contacts.ts'
import { devices } from './devices.ts'
import { doctor } from './doctor.ts'
import { files } from './files.ts'
import { gifs } from './gifs.ts'
import { guests } from './guests.ts'
import { messages } from './messages.ts'
import { places } from './place.ts'
import { push } from './push.ts'
import { reports } from './reports.ts'
import { account, users } from './users.ts'
import { vault } from './vault.ts'

/** The whole HTTP contract, served under /api; server, client and OpenAPI derive from it. */
export const contract = {
  auth,
  account,
  devices,
  users,
  contacts,
  chats,
  messages,
  calls,
  guests,
  files,
  gifs,
  vault,
  push,
  admin,
  reports,
  place: places,
  doctor,
}

export { type AuditEntry, auditEntry, type DeskPerson, deskPerson, type PersonState, personStates } from './admin.ts'
export { accountBlob } from './account-parts.ts'
export { delivery, deviceInfo, session } from './session.ts'
export { type ChatHead, chatHead, mark } from './chats.ts'
export { type ByteRoute, byteRoutes } from './files.ts'
export { type JoinRequest, joinRequest } from '../join-request.ts'
export { type NotifyLevel, type NotifySettings, notifySettings, type QuietHours } from '../notifying.ts'
export { type PushDevice, pushDevice, type PushState } from './push.ts'
export { renewal } from './devices.ts'
export { type CheckName, checkNames, type CheckResult } from './doctor.ts'
export { type NewPasskey, type UsedPasskey } from './passkeys.ts'
export { type Place, type PlaceInvite, type SignUpMode } from './place.ts'
export {
  type Report,
  type ReportDecision,
  reportDecisions,
  type ReportedMessage,
  type ReportReason,
  reportReasons,
} from './reports.ts'
export { type ErasedRow, erasedRow, type MessageRow, messageRow } from '../rows.ts'
export {
  type KnownFact,
  type Audience,
  audience,
  type Privacy,
  privacy,
  type Profile,
  profile,
  type ServerRole,
  serverRole,
} from './users.ts'
export { type VaultEntry, vaultEntry } from './vault.ts'
export { type Status, status } from '../status.ts'
