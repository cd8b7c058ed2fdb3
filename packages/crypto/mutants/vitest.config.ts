import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { mutants } from './mutants.ts'

const packages = fileURLToPath(new URL('../../', import.meta.url))
const mutant = mutants.find(({ name }) => name === process.env.MUTANT)

export default defineConfig({
  root: packages,
  cacheDir: `${packages}../node_modules/.vite-mutants`,
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(code, id) {
        if (mutant === undefined || id.split('?')[0] !== packages + mutant.file) return null
        if (code.split(mutant.from).length !== 2)
          throw new Error(`mutant "${mutant.name}" no longer fits ${mutant.file}`)
        // The runner looks for this line: a hole that was never dug proves nothing.
        writeSync(2, `dug: ${mutant.name}\n`)
        return code.replace(mutant.from, () => mutant.to)
      },
    },
  ],
  test: { include: ['crypto/src/hostile-server.test.ts'], testTimeout: 20_000, fsModuleCache: false },
})
