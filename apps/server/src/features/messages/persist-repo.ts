import { KIND } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { toErasedRows } from './erased-rows.ts'
import type { ErasedJson } from './erased-rows.ts'
import { refused } from './outcome.ts'
import type { Outcome, Submission } from './outcome.ts'

interface Row {
  o_item: number
  o_outcome:
    | 'ACCEPTED'
    | 'REPEATED'
    | 'NOT_A_MEMBER'
    | 'EPOCH_OLD'
    | 'EPOCH_UNKNOWN'
    | 'ROTATE'
    | 'ENVELOPE_INVALID'
    | 'FORBIDDEN'
    | 'NOT_ACCEPTING'
    | 'TARGET_GONE'
    | 'LIMIT_REACHED'
    | 'FILE_UNKNOWN'
  o_seq: number
  o_at: number
  o_erased?: ErasedJson | null
}

/** Stores a batch in one transaction (R6). No two items have the same chat, sender and message id. */
export type PersistRepo = (items: readonly Submission[], at: number) => Promise<Outcome[]>

// Columns travel as joined text: an array of ids has nothing to escape, and joining costs less than the driver's arrays.
const manyText = `SELECT * FROM persist_messages(string_to_array($1, ','), string_to_array($2, ','),
  string_to_array($3, ','), string_to_array($4, ',')::int8[], string_to_array($5, ',')::int2[],
  string_to_array($6, ',')::bool[], string_to_array($7, ',', '-')::int8[], string_to_array($8, ',')::int2[],
  string_to_array($9, ',')::int4[], string_to_array($10, ',')::int4[], $11, $12)`
const eachText = `SELECT * FROM persist_each(string_to_array($1, ','), string_to_array($2, ','),
  string_to_array($3, ','), string_to_array($4, ',')::int8[], string_to_array($5, ',')::int2[],
  string_to_array($6, ',', '-'), string_to_array($7, ',')::bool[], string_to_array($8, ';', '-'),
  string_to_array($9, ',', '-')::int8[], string_to_array($10, ',')::bool[], string_to_array($11, ';', '-'),
  string_to_array($12, ',')::int2[], string_to_array($13, ',')::int4[], string_to_array($14, ',')::int4[], $15, $16)`
const oneText = 'SELECT 1 AS o_item, * FROM persist_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)'
const filedText =
  'SELECT 1 AS o_item, * FROM persist_with_files($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)'
const prepared = { prepare: true }

/** The statements of the send path, raw and prepared (ADR on the group commit). */
export function persistRepo(sql: Sql): PersistRepo {
  return async (items, at) => {
    const [only] = items
    if (only !== undefined && items.length === 1) return storeOne(sql, only, at)
    const rows = await (items.every(isPlain) && !shareIds(items)
      ? storeMany(sql, items, at)
      : storeEach(sql, items, at))
    const outcomes: Outcome[] = []
    for (const row of rows) outcomes[row.o_item - 1] = toOutcome(row)
    return outcomes
  }
}

/** What the statement for sets can judge: the most messages are like this. */
function isPlain({ target, notify, quiet, kind, files }: Submission): boolean {
  const bare = target === undefined && notify === undefined && files === undefined
  return bare && quiet !== true && kind !== KIND.meta
}

/** Two people with one message id in one chat: the second is refused, so he must be judged after the first. */
function shareIds(items: readonly Submission[]): boolean {
  return new Set(items.map((item) => item.chat + item.msgId)).size < items.length
}

async function storeOne(sql: Sql, item: Submission, at: number): Promise<Outcome[]> {
  const { chat, sender, msgId, epoch, kind, target = null, counts, notify = null, expiresAt = null } = item
  const { quiet = false, headerSize, envelope, files } = item
  const values = [chat, sender, msgId, epoch, kind, target, counts, notify, expiresAt, quiet, headerSize, envelope, at]
  const [row] = await (files === undefined
    ? sql.unsafe<Row[]>(oneText, values, prepared)
    : sql.unsafe<Row[]>(filedText, [...values, files], prepared))
  return row === undefined ? [] : [toOutcome(row)]
}

function storeMany(sql: Sql, items: readonly Submission[], at: number): Promise<Row[]> {
  const { starts, sizes, bytes } = joinEnvelopes(items)
  return sql.unsafe<Row[]>(
    manyText,
    [
      items.map((item) => item.chat).join(','),
      items.map((item) => item.sender).join(','),
      items.map((item) => item.msgId).join(','),
      items.map((item) => item.epoch).join(','),
      items.map((item) => item.kind).join(','),
      items.map((item) => (item.counts ? 't' : 'f')).join(','),
      items.map((item) => item.expiresAt ?? '-').join(','),
      items.map((item) => item.headerSize).join(','),
      starts,
      sizes,
      bytes,
      at,
    ],
    prepared,
  )
}

function storeEach(sql: Sql, items: readonly Submission[], at: number): Promise<Row[]> {
  const { starts, sizes, bytes } = joinEnvelopes(items)
  return sql.unsafe<Row[]>(
    eachText,
    [
      items.map((item) => item.chat).join(','),
      items.map((item) => item.sender).join(','),
      items.map((item) => item.msgId).join(','),
      items.map((item) => item.epoch).join(','),
      items.map((item) => item.kind).join(','),
      items.map((item) => item.target ?? '-').join(','),
      items.map((item) => (item.counts ? 't' : 'f')).join(','),
      items.map((item) => item.notify ?? '-').join(';'),
      items.map((item) => item.expiresAt ?? '-').join(','),
      items.map((item) => (item.quiet === true ? 't' : 'f')).join(','),
      items.map((item) => item.files ?? '-').join(';'),
      items.map((item) => item.headerSize).join(','),
      starts,
      sizes,
      bytes,
      at,
    ],
    prepared,
  )
}

/** All envelopes as one parameter, with where each begins and how long it is. */
function joinEnvelopes(items: readonly Submission[]): { starts: string; sizes: string; bytes: Buffer } {
  const starts: number[] = []
  let size = 0
  for (const { envelope } of items) {
    starts.push(size)
    size += envelope.length
  }
  const envelopes = items.map((item) => item.envelope)
  const sizes = envelopes.map((envelope) => envelope.length).join(',')
  return { starts: starts.join(','), sizes, bytes: Buffer.concat(envelopes, size) }
}

function toOutcome(row: Row): Outcome {
  switch (row.o_outcome) {
    case 'ACCEPTED': {
      const accepted = { kind: 'accepted', seq: row.o_seq, at: row.o_at } as const
      const erased = toErasedRows(row.o_erased)
      return erased.length === 0 ? accepted : { ...accepted, erased }
    }
    case 'REPEATED':
      return { kind: 'repeated', seq: row.o_seq, at: row.o_at }
    case 'NOT_A_MEMBER':
    case 'EPOCH_OLD':
    case 'EPOCH_UNKNOWN':
    case 'ROTATE':
    case 'ENVELOPE_INVALID':
    case 'FORBIDDEN':
    case 'NOT_ACCEPTING':
    case 'TARGET_GONE':
    case 'LIMIT_REACHED':
    case 'FILE_UNKNOWN':
      return refused(row.o_outcome)
    default:
      return row.o_outcome satisfies never
  }
}
