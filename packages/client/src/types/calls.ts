import type {
  CallGuest,
  CallState as WireState,
  CallId,
  CallMedia,
  CallRecord,
  CallReport,
  ChatId,
  DeviceId,
  GuestId,
  LinkId,
  UserId,
} from '@soroka/protocol'

export type { CallEnd, CallMedia, CallRecord, CallReport } from '@soroka/protocol'

/** A guest who holds the link of the call. `pass`: a member let him in; null: he waits. */
export interface ShownGuest extends CallGuest {
  /** What he calls himself; nobody vouches for it. */
  name?: string
}

/** A call as people may be shown it: nobody is in it but members of its chat, and guests whom one of them let in. */
export interface CallState extends Omit<WireState, 'guests'> {
  guests?: ShownGuest[] | undefined
}

/** A device in a call, with the number of its join: signals belong to one pair of joins. */
export interface CallParty {
  user: UserId
  device: DeviceId
  connEpoch: number
}

/**
 * What two devices in a call tell each other, sealed (JSEP, RFC 9429). `round` numbers the offers of one pair of joins:
 * an answer and candidates name the offer that they belong to, so that what comes late is not taken for something newer.
 */
export type CallSignal =
  /** `anew`: of a connection made anew; else the one that stands gets another path (ICE restart, RFC 8445). */
  | { kind: 'offer'; round: number; sdp: string; anew: boolean }
  | { kind: 'answer'; round: number; sdp: string }
  /** Trickled (RFC 8838); an empty list says that there are no more. */
  | { kind: 'candidates'; round: number; candidates: { candidate: string; mid: string; line: number }[] }
  /** Who answers asks who offers for another path, or for a connection made anew. */
  | { kind: 'again'; anew: boolean }

/** Keys of 32 bytes, in the order of who was asked for. */
export interface FrameKeys {
  epoch: number
  keys: Uint8Array<ArrayBuffer>[]
}

export interface IceServer {
  urls: string[]
  username?: string
  credential?: string
}

/** Calls as this account sees them. The media itself is the page's business: see `@soroka/client/webrtc`. */
export interface CallsApi {
  /** Servers for a connection that begins now; kept until their credentials get old. */
  ice(): Promise<{ servers: IceServer[]; expiresAt: number | null }>
  /** Calls that run now in chats of mine; `call` events tell what becomes of them. */
  live(): Promise<CallState[]>
  get(call: CallId): Promise<CallState>
  /**
   * `call`: 16 random bytes, so that asking again rings nobody twice. Comes to the call that runs there already, if one does.
   * Like `join` it is KEY_CHANGED while somebody's new key was not looked at.
   */
  start(input: { call: CallId; chat: ChatId; media: CallMedia; ring?: UserId[] }): Promise<CallState>
  /** Answers, comes to a running call, or comes back with a new connection. CALL_ELSEWHERE unless `move`. */
  join(input: { call: CallId; media: CallMedia; move?: boolean }): Promise<CallState>
  decline(call: CallId): Promise<void>
  leave(call: CallId): Promise<void>
  end(call: CallId): Promise<void>
  ring(call: CallId, users: UserId[]): Promise<void>
  remove(call: CallId, user: UserId): Promise<void>
  /** This device rings, or is busy with another call. */
  heard(call: CallId, busy: boolean): Promise<void>
  media(call: CallId, media: CallMedia): Promise<void>
  /** At least every 10 s while in a call. */
  alive(call: CallId): Promise<void>
  /** Seals and sends. Nothing is kept: UNAVAILABLE while there is no connection, and the caller says it again later. */
  signal(call: CallId, from: CallParty, to: CallParty, signal: CallSignal): Promise<void>
  /** Where this device sends the media of a call of mode `sfu`, and what lets it in there now. */
  sfu(call: CallId): Promise<{ url: string; token: string; identity: string }>
  /** The keys of what these joins send, under the newest epoch that is known here; `index` is how often somebody left. */
  frameKeys(call: CallId, senders: CallParty[], index: number): Promise<FrameKeys>
  /** How a call went, once: the server adds it to its sums, and keeps nothing of who said it. */
  report(report: CallReport): Promise<void>
  /** The link by which guests may come to a call that I am in, of mode p2p; made if there is none. `key` belongs behind its `#`. */
  guestLink(call: CallId): Promise<{ link: LinkId; key: string }>
  /** The link is good for nobody any more, and who came by it is out. */
  dropGuestLink(call: CallId): Promise<void>
  admitGuest(call: CallId, guest: GuestId): Promise<void>
  /** Declines who waits, takes out who is in. */
  refuseGuest(call: CallId, guest: GuestId): Promise<void>
  history(input?: { before?: number; missed?: boolean; chat?: ChatId }): Promise<{
    calls: CallRecord[]
    more: boolean
    /** Missed calls that I have not looked at. */
    unseen: number
  }>
  seen(upTo: number): Promise<void>
}

export type CallEvent =
  /** Newer than what was told before; with the same `stateSeq` when somebody is no longer in the chat and so not in its call. */
  | { type: 'call'; call: CallState }
  /** Opened and checked: signed by that device, for this one, for this pair of joins, not told before. */
  | { type: 'call_signal'; call: CallId; from: CallParty; to: CallParty; seq: number; signal: CallSignal }
  /** The server did not pass a signal on: there is too much of them, or one of the two is no longer in the call. */
  | { type: 'call_refused'; call: CallId; to: CallParty }
  /** The chat has a newer epoch: what is sent through a server goes under other keys. */
  | { type: 'call_keys'; call: CallId }
  /** Lines of the history are others now. */
  | { type: 'call_history' }
