import type { ViteUserConfig } from 'vitest/config'
import type { Mutant, MutantSet } from './mutant.ts'

type Plugin = NonNullable<ViteUserConfig['plugins']>[number]

/** The mutant that the tests run on now; none: the sources as they are. */
export function chosenMutant({ mutants }: MutantSet): Mutant | undefined {
  return mutants.find(({ name }) => name === process.env['MUTANT'])
}

/** The lane looks for this: a hole that was never dug proves nothing. */
export function noteDug({ name }: Mutant): void {
  process.env['MUTANT_DUG'] = name
}

/** Changes one file while it is loaded; the sources on the disk stay as they are. */
export function dig(set: MutantSet): Plugin {
  const mutantOf = (id: string) => {
    const mutant = chosenMutant(set)
    return mutant !== undefined && id.split('?')[0] === set.root + mutant.file ? mutant : undefined
  }
  return {
    name: 'mutant',
    enforce: 'pre',
    configureVitest({ defineCacheKeyGenerator }) {
      // Other files are what they were in the run before; this one is dug anew each time.
      defineCacheKeyGenerator(({ id }) => (mutantOf(id) === undefined ? undefined : false))
    },
    transform(code, id) {
      const mutant = mutantOf(id)
      if (mutant === undefined) return null
      noteDug(mutant)
      return code.replace(mutant.from, () => mutant.to)
    },
  }
}
