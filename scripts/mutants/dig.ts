import { writeSync } from 'node:fs'
import type { ViteUserConfig } from 'vitest/config'
import type { Mutant, MutantSet } from './mutant.ts'

type Plugin = NonNullable<ViteUserConfig['plugins']>[number]

/** The mutant that this run is about; none: the tests as they are. */
export function chosenMutant({ mutants }: MutantSet): Mutant | undefined {
  return mutants.find(({ name }) => name === process.env['MUTANT'])
}

/** Changes one file while it is loaded; the sources on the disk stay as they are. */
export function dig(set: MutantSet): Plugin {
  const mutant = chosenMutant(set)
  const isDug = (id: string) => mutant !== undefined && id.split('?')[0] === set.root + mutant.file
  return {
    name: 'mutant',
    enforce: 'pre',
    configureVitest({ defineCacheKeyGenerator }) {
      // Other files are what they were in the run before; this one is dug anew each time.
      defineCacheKeyGenerator(({ id }) => (isDug(id) ? false : undefined))
    },
    transform(code, id) {
      if (mutant === undefined || !isDug(id)) return null
      // The runner looks for this line: a hole that was never dug proves nothing.
      writeSync(2, `dug: ${mutant.name}\n`)
      return code.replace(mutant.from, () => mutant.to)
    },
  }
}
