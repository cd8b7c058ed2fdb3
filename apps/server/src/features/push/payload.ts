import type { CallId, ChatId, DeviceId, MsgId, PushData, PushKind, PushPayload, UserId } from '@soroka/protocol'
import { PUSH_ENVELOPE_BYTES, PUSH_PAYLOAD_BYTES, PUSH_READ_CHATS, pushTag } from '@soroka/protocol'
import { titles } from './titles.ts'

/** The row of the log that a push tells of. */
export interface PushedRow {
  readonly seq: number
  readonly msgId: MsgId
  readonly sender: UserId
  readonly device: DeviceId
  readonly epoch: number
  readonly target: MsgId | null
  /** Undefined: the device may not have its key, or shall not show words. */
  readonly envelope: Buffer | undefined
}

export interface Told {
  readonly user: UserId
  readonly kind: PushKind
  readonly lang: 'ru' | 'en'
  readonly at: number
  readonly until: number
  readonly badge: number
  readonly chat: ChatId | undefined
  readonly call: CallId | null
  readonly row: PushedRow | undefined
  /** What was read elsewhere. */
  readonly read: readonly { readonly chat: ChatId; readonly upTo: number }[]
  /** Origin of this server's web app. */
  readonly origin: string
}

export interface BuiltPayload {
  readonly json: string
  /** Whether the sealed message rides along. */
  readonly whole: boolean
  /** The marks that had room. */
  readonly read: Told['read']
}

/** The JSON of a push: never over what a push service takes. The envelope goes first, then the marks. */
export function buildPayload(told: Told): BuiltPayload {
  const { envelope } = told.row ?? {}
  const read = told.read.slice(0, PUSH_READ_CHATS)
  const shapes =
    envelope === undefined || envelope.length > PUSH_ENVELOPE_BYTES
      ? [{ envelope: undefined, read }]
      : [
          { envelope, read },
          { envelope, read: [] },
          { envelope: undefined, read },
        ]
  for (const shape of shapes) {
    const json = JSON.stringify(payloadOf(told, shape))
    if (Buffer.byteLength(json) <= PUSH_PAYLOAD_BYTES)
      return { json, whole: shape.envelope !== undefined, read: shape.read }
  }
  return { json: JSON.stringify(payloadOf(told, { envelope: undefined, read: [] })), whole: false, read: [] }
}

interface Shape {
  readonly envelope: Buffer | undefined
  readonly read: Told['read']
}

function payloadOf(told: Told, { envelope, read }: Shape): PushPayload {
  const { user, kind, lang, at, until, badge, chat, call, row, origin } = told
  const data: PushData = {
    user,
    kind,
    at,
    // Who called, and where, the device asks by the id of the call.
    ...(chat === undefined || isRing(kind) ? {} : { chat }),
    ...(row === undefined ? {} : idsOf(row)),
    ...(envelope === undefined ? {} : { envelope: envelope.toString('base64url') }),
    ...(call === null ? {} : { call }),
    ...(kind === 'ring' ? { until } : {}),
    ...(read.length === 0 ? {} : { read: [...read] }),
  }
  return {
    web_push: 8030,
    mutable: true,
    app_badge: badge,
    notification: {
      title: titles[lang][kind],
      navigate: origin + placeOf(told),
      lang,
      dir: 'auto',
      tag: tagOf(told),
      data,
    },
  }
}

const isRing = (kind: PushKind): boolean => kind === 'ring' || kind === 'ring_over'

function idsOf({ seq, msgId, sender, device, epoch, target }: PushedRow): Partial<PushData> {
  return { seq, msgId, sender, device, epoch, ...(target === null ? {} : { target }) }
}

function placeOf({ kind, chat, row }: Told): string {
  if (kind === 'test') return '/settings/notifications'
  if (isRing(kind)) return '/'
  if (kind === 'missed_call' || chat === undefined) return '/calls'
  // A reaction is looked at where it hangs.
  const stand = row === undefined ? '' : `?m=${kind === 'reaction' && row.target !== null ? row.target : row.seq}`
  return `/c/${chat}${stand}`
}

function tagOf({ user, kind, chat, call }: Told): string {
  if (call !== null) return pushTag.call(user, call)
  return kind === 'test' || chat === undefined ? pushTag.test(user) : pushTag.chat(user, chat)
}
