import { registerHooks } from 'node:module'

interface Change {
  /** How the address of the one module ends that is changed. */
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
  /** What is written behind it. */
  readonly more?: string
}

/** For what is preloaded into a program: changes a source while it is loaded, and throws where `from` does not stand in it. */
export function changeSource({ file, from, to, more = '' }: Change): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.endsWith(file)) return loaded
      const text =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source ?? undefined)
      const source = text.replace(from, to)
      if (source === text) throw new Error(`${file} has nothing to change`)
      return { ...loaded, source: source + more }
    },
  })
}
