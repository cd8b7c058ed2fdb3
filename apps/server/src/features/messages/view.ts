import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** Rows above one seq and up to another. */
export interface Span {
  readonly above: number
  readonly upTo: number
}

/** What of a chat somebody may read, and whether he is in it now. */
export interface View {
  readonly kind: 'direct' | 'group' | 'nest'
  readonly isMember: boolean
  /** His memberships (R23): ascending, apart from each other, none empty. */
  readonly spans: readonly Span[]
  /** The end of the last one. */
  readonly lastSeq: number
}

interface ViewRow {
  readonly id: ChatId
  readonly kind: View['kind']
  readonly isMember: boolean
  readonly lastSeq: number
  readonly memberships: readonly [from: number, to: number | null][] | null
}

/** @throws SorokaError NOT_FOUND for a chat that is not his */
export async function getView(sql: Sql, chat: ChatId, user: UserId): Promise<View> {
  const view = (await findViews(sql, [chat], user)).get(chat)
  if (view === undefined) throw new SorokaError('NOT_FOUND')
  return view
}

/** Of several chats; those that are not his are left out. */
export async function findViews(sql: Sql, chats: readonly ChatId[], user: UserId): Promise<Map<ChatId, View>> {
  const rows = await sql<ViewRow[]>`
    SELECT c.id, c.kind, p.left_seq IS NULL AS "isMember", c.last_seq::float8 AS "lastSeq",
      (SELECT json_agg(json_build_array(s.from_seq, s.to_seq) ORDER BY s.from_seq) FROM chat_memberships s
       WHERE s.chat_id = p.chat_id AND s.user_id = p.user_id) AS memberships
    FROM chat_participants p JOIN chats c ON c.id = p.chat_id
    WHERE p.chat_id = ANY (string_to_array(${chats.join(',')}, ',')) AND p.user_id = ${user}`
  return new Map(rows.map((row) => [row.id, toView(row)]))
}

function toView({ kind, isMember, memberships, lastSeq }: ViewRow): View {
  const spans = toSpans(memberships ?? [], lastSeq)
  return { kind, isMember, spans, lastSeq: spans.at(-1)?.upTo ?? 0 }
}

/** Whoever came back with history on may have one membership inside another. */
function toSpans(memberships: NonNullable<ViewRow['memberships']>, lastSeq: number): Span[] {
  const spans: Span[] = []
  for (const [above, to] of memberships) {
    const upTo = Math.min(to ?? lastSeq, lastSeq)
    const before = spans.at(-1)
    if (before !== undefined && above <= before.upTo)
      spans[spans.length - 1] = { above: before.above, upTo: Math.max(before.upTo, upTo) }
    else if (above < upTo) spans.push({ above, upTo })
  }
  return spans
}

export function canRead({ spans }: View, seq: number): boolean {
  return spans.some((span) => seq > span.above && seq <= span.upTo)
}

/** The part of one membership that lies above a seq, the oldest first. */
export function spanAfter({ spans }: View, after: number): Span | undefined {
  const span = spans.find(({ upTo }) => upTo > after)
  return span === undefined ? undefined : { above: Math.max(span.above, after), upTo: span.upTo }
}

/** The part of one membership that lies below a seq, the newest first. */
export function spanBefore({ spans }: View, before: number): Span | undefined {
  const span = spans.findLast(({ above }) => above < before - 1)
  return span === undefined ? undefined : { above: span.above, upTo: Math.min(span.upTo, before - 1) }
}
