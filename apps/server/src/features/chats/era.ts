import { randomBytes } from 'node:crypto'
import type { Queries } from './queries.ts'

/** The era of this database (R9), made when there is none yet. A restore empties the table. */
export async function readEra(sql: Queries): Promise<string> {
  const fresh = randomBytes(6).toString('base64url')
  await sql`INSERT INTO server_era (era) VALUES (${fresh}) ON CONFLICT DO NOTHING`
  const [row] = await sql<{ era: string }[]>`SELECT era FROM server_era`
  if (row === undefined) throw new Error('no era')
  return row.era
}
