// Read by a process of its own that a test starts (`--import`): it has the same hole as the tests.
import { registerHooks } from 'node:module'
import type { Hole } from './mutant.ts'

const { MUTANT_HOLE } = process.env
const hole = MUTANT_HOLE === undefined ? undefined : (JSON.parse(MUTANT_HOLE) as Hole)

if (hole !== undefined)
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (url !== hole.url) return loaded
      const { source = '' } = loaded
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source ?? undefined)
      if (!text.includes(hole.from)) throw new Error(`the hole does not fit ${url}`)
      return { ...loaded, source: text.replace(hole.from, () => hole.to) }
    },
  })
