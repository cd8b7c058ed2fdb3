import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { trackedFiles } from './tracked-files.ts'

/** Fewer CSS modules than this means that they were not found, not that all is well. */
const leastModules = 50

/** Every class of a CSS module is used by somebody, and nobody uses one that is not there: no compiler knows either. */
export async function checkCssClasses(): Promise<string[]> {
  const files = trackedFiles().filter((file) => /^apps\/web\/.*\.(tsx?|module\.css)$/.test(file) && existsSync(file))
  const sources = new Map<string, string>()
  for (const file of files) sources.set(file, await readFile(file, 'utf8'))
  const modules = files.filter((file) => file.endsWith('.css')).length
  if (modules < leastModules) return [`only ${modules} CSS modules were read, at least ${leastModules} expected`]
  return complaintsOfClasses(sources)
}

/** The same for sources by their paths from the root. */
export function complaintsOfClasses(sources: ReadonlyMap<string, string>): string[] {
  const uses: Use[] = []
  const defined = new Map<string, Set<string>>()
  for (const [file, text] of sources) {
    if (!file.endsWith('.css')) uses.push(...usesByCode(file, text))
    else {
      const bare = text.replaceAll(/\/\*[^]*?\*\//g, '')
      defined.set(file, classesOf(bare))
      uses.push(...usesByCompositions(file, bare))
    }
  }
  const used = new Set(uses.map(({ module, name }) => `${module}: nobody uses .${name}`))
  const unused = [...defined].flatMap(([module, classes]) =>
    [...classes].map((name) => `${module}: nobody uses .${name}`).filter((complaint) => !used.has(complaint)),
  )
  const missing = uses
    .filter(({ module, name, perhaps }) => !perhaps && !defined.get(module)?.has(name))
    .map(({ from, module, name }) => `${from}: ${module} has no .${name}`)
  return [...unused, ...missing]
}

interface Use {
  from: string
  module: string
  name: string
  /** The code chooses while it runs: any word that it quotes may be meant. */
  perhaps?: boolean
}

function classesOf(text: string): Set<string> {
  const selectors = [...text.matchAll(/([^{};]*)\{/g)].map(([, selector = '']) => selector.replaceAll(/'[^']*'/g, ''))
  return new Set(selectors.flatMap((one) => [...one.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name)))
}

function usesByCode(from: string, text: string): Use[] {
  return [...text.matchAll(/import (\w+) from '(\.[^']*\.module\.css)'/g)].flatMap(([, local = '', at = '']) => {
    const module = pathFrom(from, at)
    const named = new RegExp(`(?<![\\w./])${local}(?:\\.(\\w+)|\\['([\\w-]+)'\\])`, 'g')
    const uses = [...text.matchAll(named)].map(([, dotted, quoted]): Use => ({
      from,
      module,
      name: dotted ?? quoted ?? '',
    }))
    if (!new RegExp(`(?<![\\w./])${local}\\[[^']`).test(text)) return uses
    const words = [...text.matchAll(/'([\w-]+)'/g)].map(([, name = '']): Use => ({ from, module, name, perhaps: true }))
    return [...uses, ...words]
  })
}

function usesByCompositions(from: string, text: string): Use[] {
  return [...text.matchAll(/composes:\s*([^;]*?)(?:\s+from\s+'([^']*)')?;/g)].flatMap(([, names = '', at]) => {
    const module = at === undefined ? from : pathFrom(from, at)
    return names.split(/\s+/).map((name): Use => ({ from, module, name }))
  })
}

function pathFrom(file: string, relative: string): string {
  return path.posix.join(path.posix.dirname(file), relative)
}
