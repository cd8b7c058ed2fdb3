import type { Sql } from '../../platform/db/index.ts'
import { refused } from './outcome.ts'
import type { Outcome, Submission } from './outcome.ts'

interface Row {
  o_item: number
  o_outcome: 'ACCEPTED' | 'REPEATED' | 'NOT_A_MEMBER' | 'EPOCH_OLD' | 'EPOCH_UNKNOWN' | 'ROTATE'
  o_seq: number
  o_at: number
}

/** Stores a batch in one transaction (R6). No two items have the same chat, sender and message id. */
export type PersistRepo = (items: readonly Submission[], at: number) => Promise<Outcome[]>

// Columns travel as joined text: an array of ids has nothing to escape, and joining costs less than the driver's arrays.
const manyText = `SELECT * FROM persist_messages(string_to_array($1, ','), string_to_array($2, ','),
  string_to_array($3, ','), string_to_array($4, ',')::int8[], string_to_array($5, ',')::int2[],
  string_to_array($6, ',', '-'), string_to_array($7, ',')::bool[], string_to_array($8, ',')::int4[],
  string_to_array($9, ',')::int4[], $10, $11)`
const oneText = 'SELECT 1 AS o_item, * FROM persist_message($1, $2, $3, $4, $5, $6, $7, $8, $9)'
const prepared = { prepare: true }

/** The statements of the send path, raw and prepared (ADR on the group commit). */
export function persistRepo(sql: Sql): PersistRepo {
  return async (items, at) => {
    const [only] = items
    if (only !== undefined && items.length === 1) {
      const [row] = await sql.unsafe<Row[]>(
        oneText,
        [
          only.chat,
          only.sender,
          only.msgId,
          only.epoch,
          only.kind,
          only.target ?? null,
          only.counts,
          only.envelope,
          at,
        ],
        prepared,
      )
      return row === undefined ? [] : [toOutcome(row)]
    }
    return storeMany(sql, items, at)
  }
}

async function storeMany(sql: Sql, items: readonly Submission[], at: number): Promise<Outcome[]> {
  const starts: number[] = []
  let size = 0
  for (const { envelope } of items) {
    starts.push(size)
    size += envelope.length
  }
  const rows = await sql.unsafe<Row[]>(
    manyText,
    [
      items.map((item) => item.chat).join(','),
      items.map((item) => item.sender).join(','),
      items.map((item) => item.msgId).join(','),
      items.map((item) => item.epoch).join(','),
      items.map((item) => item.kind).join(','),
      items.map((item) => item.target ?? '-').join(','),
      items.map((item) => (item.counts ? 't' : 'f')).join(','),
      starts.join(','),
      items.map((item) => item.envelope.length).join(','),
      Buffer.concat(
        items.map((item) => item.envelope),
        size,
      ),
      at,
    ],
    prepared,
  )
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes[row.o_item - 1] = toOutcome(row)
  return outcomes
}

function toOutcome(row: Row): Outcome {
  switch (row.o_outcome) {
    case 'ACCEPTED':
      return { kind: 'accepted', seq: row.o_seq, at: row.o_at }
    case 'REPEATED':
      return { kind: 'repeated', seq: row.o_seq, at: row.o_at }
    case 'NOT_A_MEMBER':
    case 'EPOCH_OLD':
    case 'EPOCH_UNKNOWN':
    case 'ROTATE':
      return refused(row.o_outcome)
    default:
      return row.o_outcome satisfies never
  }
}
