import type { InviteId, ReportId, UserId } from '@soroka/protocol'
import type {
  AuditEntry,
  CheckResult,
  DeskPerson,
  PersonState,
  Place,
  PlaceInvite,
  Report,
  ReportDecision,
  ServerRole,
  SignUpMode,
} from '@soroka/protocol/contract'

/** A page of a list, and where the next one begins; null: this was the last. */
export interface DeskPage<T> {
  items: T[]
  next: string | null
}

/**
 * The desk of those who run the server. FORBIDDEN for whoever does not; nobody acts on himself, on his own rank or on a
 * higher one.
 */
export interface AdminApi {
  /** The newest accounts first; `query`: a part of a name, a nickname or an e-mail. */
  people(input: { query?: string; state?: PersonState; after?: string }): Promise<DeskPage<DeskPerson>>
  /** Ends all his sessions and lets him in nowhere. `why` is for the log alone. */
  suspend(user: UserId, why?: string): Promise<void>
  unsuspend(user: UserId): Promise<void>
  /** For good. CONFLICT unless `nickname` is his. */
  deleteAccount(user: UserId, nickname: string): Promise<void>
  /** `owner`: he takes my place, and I am an admin then. */
  setRole(user: UserId, role: ServerRole): Promise<void>
  /** He signs in with the password alone until he sets up another authenticator. `why` is for the log alone. */
  resetFactor(user: UserId, why?: string): Promise<void>
  /** Messages that were reported, the newest first; those about me are not among them. */
  reports(state: 'open' | 'closed', after?: string): Promise<DeskPage<Report>>
  /** How many wait. */
  openReports(): Promise<number>
  /** `nickname`: to delete the author, typed by hand (CONFLICT). `why` is for the log alone. */
  closeReport(report: ReportId, input: { decision: ReportDecision; why?: string; nickname?: string }): Promise<void>
  /** What was done at the desk, the newest first. */
  audit(after?: string): Promise<DeskPage<AuditEntry>>
  place(): Promise<Place>
  /** What is not named stays. */
  setPlace(input: {
    name?: string
    contact?: string
    signUp?: SignUpMode
    newcomerDays?: number
    domains?: string[]
  }): Promise<void>
  invites(): Promise<PlaceInvite[]>
  /** The link is known this once: the server keeps a hash of it. */
  makeInvite(input: { note?: string; expiresAt: number; maxUses: number }): Promise<{ id: InviteId; token: string }>
  revokeInvite(invite: InviteId): Promise<void>
  /** Runs every check of the server now: up to ten seconds. */
  doctor(): Promise<CheckResult[]>
  /** Sends a mail to my own address now; `reason` when it does not go. */
  testMail(): Promise<{ sent: boolean; reason: string }>
}
