import type { Client } from 'pg'
import * as z from 'zod/mini'

const Table = z.object({
  /** Schema and name, quoted where SQL wants it. */
  name: z.string(),
  /** What is copied: all but columns that the database computes. Quoted where SQL wants it. */
  columns: z.array(z.string()),
  /** Names and types of all columns, in their order. */
  layout: z.string(),
  /** On disk, without indexes. */
  bytes: z.number(),
})
export type Table = z.infer<typeof Table>

export const Shape = z.object({
  /** Whom others refer to come first. */
  tables: z.array(Table),
  /** Schema and name, quoted where SQL wants it. */
  sequences: z.array(z.string()),
})
/** All that holds rows in a database, beside what PostgreSQL and its extensions keep for themselves. */
export type Shape = z.infer<typeof Shape>

const ours = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

/** Reads the shape as the open transaction sees it. */
export async function readShape(client: Client): Promise<Shape> {
  const { rows } = await client.query<Table & { id: string }>(`
    select c.oid::text as id, format('%I.%I', n.nspname, c.relname) as name, pg_table_size(c.oid)::float8 as bytes,
      coalesce(json_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = ''), '[]') as columns,
      string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum) as layout
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and ${ours}
    group by c.oid, n.nspname, c.relname
    order by n.nspname collate "C", c.relname collate "C"`)
  const references = await client.query<{ from: string; to: string }>(`
    select conrelid::text as "from", confrelid::text as "to" from (
      select conrelid::oid, confrelid::oid from pg_constraint where contype = 'f' and conrelid <> confrelid
    ) as f`)
  const sequences = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${ours} order by 1`)
  const needs = (id: string): string[] => references.rows.filter(({ from }) => from === id).map(({ to }) => to)
  const tables = inOrder(rows, ({ id }) => id, needs).map(({ name, columns, layout, bytes }) => ({
    name,
    columns,
    layout,
    bytes,
  }))
  return { tables, sequences: sequences.rows.map(({ name }) => name) }
}

/** Each after those that it needs, else in the given order. A circle is broken somewhere. */
function inOrder<T>(all: readonly T[], idOf: (one: T) => string, needs: (id: string) => string[]): T[] {
  const byId = new Map(all.map((one) => [idOf(one), one]))
  const ordered = new Set<T>()
  const begun = new Set<string>()
  const visit = (id: string): void => {
    const one = byId.get(id)
    if (one === undefined || begun.has(id)) return
    begun.add(id)
    for (const needed of needs(id)) visit(needed)
    ordered.add(one)
  }
  for (const one of all) visit(idOf(one))
  return [...ordered]
}

/** In words how two databases differ in what they could hold; undefined when they don't. */
export function differenceOf(source: Shape, target: Shape): string | undefined {
  const there = new Map(target.tables.map((table) => [table.name, table]))
  for (const { name, layout } of source.tables) {
    const twin = there.get(name)
    if (twin === undefined) return `there is no table ${name}`
    if (twin.layout !== layout) return `the table ${name} has other columns`
  }
  const extra = target.tables.find(({ name }) => !source.tables.some((table) => table.name === name))
  if (extra !== undefined) return `the table ${extra.name} does not belong there`
  const missing = source.sequences.find((name) => !target.sequences.includes(name))
  return missing === undefined ? undefined : `there is no sequence ${missing}`
}
