import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const page = 'docs/FAULTS.md'
/** So many rows has the table at least: a page that can't be read any more would have none. */
const FEWEST = 20

/** Each test that docs/FAULTS.md names is there, and each row names one. */
export async function checkFaults(): Promise<string[]> {
  return findMissing(await readFile(resolve(root, page), 'utf8'), (file) =>
    readFile(resolve(root, file), 'utf8').catch(() => undefined),
  )
}

/** @param read the text of a file below the root; undefined where there is none */
export async function findMissing(
  text: string,
  read: (file: string) => Promise<string | undefined>,
): Promise<string[]> {
  const rows = text.split('\n').filter((line) => /^\| (?!fault )/.test(line))
  const complaints = rows.length < FEWEST ? [`${page}: ${rows.length} rows, there were ${FEWEST} at least`] : []
  for (const row of rows) {
    const [fault = '', , shown = ''] = row.split('|').slice(1)
    if (!shown.includes('`')) complaints.push(`${page}: nothing shows what becomes of:${fault}`)
    for (const [, file = '', name = ''] of shown.matchAll(/`([^` ]+\.ts)`: (.+?)(?= · `| *$)/g)) {
      const source = await read(file)
      if (source === undefined) complaints.push(`${page}: ${file} is gone`)
      else if (!source.includes(name)) complaints.push(`${page}: ${file} has no test "${name}"`)
    }
  }
  return complaints
}
