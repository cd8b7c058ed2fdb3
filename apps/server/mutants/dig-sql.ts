import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { dig } from '../../../scripts/mutants/dig.ts'
import { chosenMutant, noteDug } from '../../../scripts/mutants/dig.ts'
import type { MutantSet } from '../../../scripts/mutants/mutant.ts'

/** Where `migrate.ts` says which migrations it reads. */
const place = "fileURLToPath(new URL('../../../migrations', import.meta.url))"

/** For holes in the SQL of a migration: the databases of this run are made from a copy that has it. */
export function digSql(set: MutantSet): ReturnType<typeof dig> {
  const mutant = chosenMutant(set)
  const isDug = (id: string) =>
    mutant?.file.endsWith('.sql') === true && id.split('?')[0]?.endsWith('/platform/db/migrate.ts') === true
  return {
    name: 'sql mutant',
    enforce: 'pre',
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (isDug(id) ? false : undefined))
    },
    transform(code, id) {
      if (mutant === undefined || !isDug(id)) return null
      if (!code.includes(place)) throw new Error('migrate.ts names its folder otherwise now')
      const file = path.join(set.root, mutant.file)
      const folder = mkdtempSync(path.join(tmpdir(), 'soroka-mutant-'))
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
      cpSync(path.dirname(file), folder, { recursive: true })
      const text = readFileSync(file, 'utf8').replace(mutant.from, () => mutant.to)
      writeFileSync(path.join(folder, path.basename(file)), text)
      noteDug(mutant)
      return code.replace(place, () => JSON.stringify(folder))
    },
  }
}
