import * as z from 'zod/mini'
import { Contents, SequenceState, Shape } from '../copying/index.ts'

/** The first entry of an archive. */
export const Manifest = z.object({
  format: z.literal('soroka archive 1'),
  /** When its snapshot was taken, ISO 8601. */
  at: z.string(),
  /** How many of the migrations its database had. */
  migrations: z.number(),
  /** Whether files lie in it, or in a bucket. */
  hasFiles: z.boolean(),
  shape: Shape,
})
export type Manifest = z.infer<typeof Manifest>

/** After the rows: what each table holds in the snapshot that they come from, in the order of the shape. */
export const Sums = z.object({ tables: z.array(Contents), sequences: z.array(SequenceState) })
export type Sums = z.infer<typeof Sums>

/** Of each file below the data folder, by its path there: SHA-256 as hex. The last entry. */
export const FileSums = z.record(z.string(), z.string())
export type FileSums = z.infer<typeof FileSums>

/** Names of entries. A table's rows come in parts, since nobody knows their length beforehand. */
export const entryNames = {
  manifest: 'manifest.json',
  part: (table: string, part: number): string => `${entryNames.table(table)}${String(part).padStart(6, '0')}`,
  table: (table: string): string => `database/${table}/`,
  sums: 'database.json',
  data: 'data/',
  fileSums: 'files.json',
} as const
