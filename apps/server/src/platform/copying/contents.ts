import type { Client } from 'pg'
import * as z from 'zod/mini'
import type { Shape, Table } from './shape.ts'

/** What a table holds: equal contents mean equal rows. */
export const Contents = z.object({
  rows: z.string(),
  /** Over all rows, in whatever order they lie. */
  sum: z.string(),
})
export type Contents = z.infer<typeof Contents>

/** Counts and sums the rows of a table, those that the database computes too. As deploy/postgres/rows.sql does. */
export async function contentsOf(client: Client, { name }: Pick<Table, 'name'>): Promise<Contents> {
  const { rows } = await client.query<Contents>(
    `select count(*)::text as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from ${name} t`,
  )
  const [contents] = rows
  if (contents === undefined) throw new Error(`${name} can't be counted`)
  return contents
}

export const SequenceState = z.object({
  name: z.string(),
  /** Null: nobody has asked it yet. */
  last: z.nullable(z.string()),
})
export type SequenceState = z.infer<typeof SequenceState>

/** Read after the rows: a sequence that went on meanwhile has only gone further. */
export async function readSequences(client: Client, { sequences }: Pick<Shape, 'sequences'>): Promise<SequenceState[]> {
  const states: SequenceState[] = []
  for (const name of sequences) {
    const { rows } = await client.query<{ last: string | null }>(
      `select case when is_called then last_value::text end as last from ${name}`,
    )
    states.push({ name, last: rows[0]?.last ?? null })
  }
  return states
}

export async function setSequences(client: Client, states: readonly SequenceState[]): Promise<void> {
  for (const { name, last } of states) if (last !== null) await client.query('select setval($1, $2)', [name, last])
}
