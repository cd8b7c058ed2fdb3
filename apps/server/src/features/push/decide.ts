import { isQuiet } from '@soroka/protocol'
import type { NotifyLevel, NotifySettings, PushKind, UserId } from '@soroka/protocol'
import { countsAsMessage, KIND } from '@soroka/protocol/records'

/** A row of the log, as its clear header tells of it. */
export interface Happening {
  readonly kind: number
  readonly seq: number
  readonly sender: UserId
  /** Whom it calls by name. */
  readonly calls: { readonly all: boolean; readonly users: readonly UserId[] }
  /** Its sender wants no sound and no push. */
  readonly silent: boolean
  /** Of a reaction: who wrote the message that it is for. */
  readonly targetSender: UserId | null
  /** The first message of its chat. */
  readonly first: boolean
}

/** A member of the chat, with what he wants to hear of. */
export interface Listener {
  readonly user: UserId
  readonly direct: boolean
  /** His rows lie above this one: what was before he came is not news. */
  readonly joinedSeq: number
  readonly readSeq: number
  /** A stranger began the chat and he has not accepted it. */
  readonly request: boolean
  readonly blocked: readonly UserId[]
  /** Of the chat: null is as the settings say. */
  readonly level: NotifyLevel | null
  readonly mutedUntil: number
  readonly settings: NotifySettings
  /** One of his devices shows this chat, and he looks at it. */
  readonly looks: boolean
}

/** What of a row a member is pushed; undefined: nothing. */
export function whatToPush(row: Happening, listener: Listener, now: number): PushKind | undefined {
  const { user, settings } = listener
  if (row.sender === user || row.silent || listener.looks) return undefined
  if (row.seq <= listener.joinedSeq || row.seq <= listener.readSeq) return undefined
  if (listener.blocked.includes(row.sender) || isAway(settings, now)) return undefined
  const muted = listener.mutedUntil > now
  const counts = countsAsMessage(row.kind)
  // A stranger is heard once, until he is let in.
  if (listener.request) return counts && row.first && !muted && settings.requests ? 'request' : undefined
  const level = listener.level ?? (listener.direct ? settings.direct : settings.groups)
  if (level === 'none') return undefined
  // What calls me is heard over the mute of a chat (R15), as long as I want to hear of it at all.
  if (counts && (row.calls.users.includes(user) || (row.calls.all && !listener.direct))) return 'mention'
  if (muted) return undefined
  if (row.kind === KIND.reaction) return settings.reactions && row.targetSender === user ? 'reaction' : undefined
  if (!counts) return undefined
  return level === 'all' ? 'message' : undefined
}

/** Whether a ring, or a call that he missed, is pushed to him. A mute of its chat does not keep him from being called. */
export function pushesCalls(settings: NotifySettings, now: number): boolean {
  return settings.calls && !isAway(settings, now)
}

/** He wants nothing at all now. */
function isAway({ mutedUntil, quiet }: NotifySettings, now: number): boolean {
  return mutedUntil > now || (quiet !== null && isQuiet(quiet, now))
}

/** In groups a device hears of plain messages at most so often: what comes between takes the place of what waits. */
const SMALL_GROUP = 20
const SMALL_PAUSE = 2000
const LARGE_PAUSE = 10_000

/** When to send: at once, unless this device was told of the chat just before. */
export function dueAt(
  kind: PushKind,
  chat: { readonly direct: boolean; readonly members: number },
  toldAt: number,
  now: number,
): number {
  if (chat.direct || (kind !== 'message' && kind !== 'reaction')) return now
  return Math.max(now, toldAt + (chat.members <= SMALL_GROUP ? SMALL_PAUSE : LARGE_PAUSE))
}
