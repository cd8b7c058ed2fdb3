import { readFile } from 'node:fs/promises'
import { set as server } from '../../apps/server/mutants/mutants.ts'
import { set as client } from '../../packages/client/mutants/mutants.ts'
import { set as crypto } from '../../packages/crypto/mutants/mutants.ts'
import type { MutantSet } from '../mutants/mutant.ts'

/** Each mutant still fits its file: known here in a blink, and not when all of them are run. */
export async function checkMutants(): Promise<string[]> {
  return (await Promise.all([crypto, client, server].map(findMisfits))).flat()
}

/** Whose line is gone or stands twice, whose test file is gone, and who share a name, by which they are chosen. */
export async function findMisfits({ root, mutants }: MutantSet): Promise<string[]> {
  const names = new Set<string>()
  const complaints: string[] = []
  const read = (file: string) => readFile(root + file, 'utf8').catch(() => '')
  for (const { name, file, from, test } of mutants) {
    const found = (await read(file)).split(from).length - 1
    if (found !== 1) complaints.push(`${name}: its line stands ${found} times in ${file}`)
    if (test !== undefined && (await read(test)) === '') complaints.push(`${name}: there is no ${test}`)
    if (names.has(name)) complaints.push(`${name}: there are two of this name`)
    names.add(name)
  }
  return complaints
}
