import type { CallId, DeviceId, GuestId, SessionId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { ServerRole } from '@soroka/protocol/contract'
import type { Log } from '../log/index.ts'

/** Who asks, once the access token was checked. */
export interface Caller {
  readonly user: UserId
  readonly device: DeviceId
  readonly session: SessionId
  /** `body`: the session of a program, which no browser page holds. */
  readonly delivery: 'cookie' | 'body'
}

/** A guest of a call, once his token was checked. */
export interface GuestCaller {
  readonly call: CallId
  readonly guest: GuestId
}

/** What a route knows of its request beside the input. */
export interface RequestContext {
  readonly requestId: string
  readonly log: Log
  readonly ip: string
  readonly origin: string | undefined
  /** Whether the origin is one of ours; false without an Origin. */
  readonly originAllowed: boolean
  /** Whether a browser sent it: programs send neither Origin nor Sec-Fetch-Site. */
  readonly fromBrowser: boolean
  /** `X-Soroka: 1`: a header that no foreign page can send without being asked about it first (S5). */
  readonly hasCustomHeader: boolean
  /** See isAtThisMachine. */
  readonly atThisMachine: boolean
  readonly cookies: ReadonlyMap<string, string>
  readonly bearer: string | undefined
  /** Set by the policy before the route runs. */
  caller?: Caller
  guest?: GuestCaller
  /** The caller's on the server itself, for routes of the desk. */
  role?: ServerRole | undefined
  setCookie(text: string): void
  setHeader(name: string, value: string): void
}

/** The caller of a route whose rule asks for one. */
export function callerOf(context: RequestContext): Caller {
  if (context.caller === undefined) throw new SorokaError('UNAUTHORIZED')
  return context.caller
}

/** The guest of a route whose rule asks for one. */
export function guestOfContext(context: RequestContext): GuestCaller {
  if (context.guest === undefined) throw new SorokaError('UNAUTHORIZED')
  return context.guest
}
