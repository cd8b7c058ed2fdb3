import { registerHooks } from 'node:module'

interface Source {
  /** How the address of the one module ends that is changed. */
  readonly file: string
  readonly changes: readonly { readonly from: string | RegExp; readonly to: string }[]
  /** What is written behind it. */
  readonly more?: string
}

/** Changes a source while it is loaded, from now on; loading it throws where a `from` does not stand in it. */
export function changeSource({ file, changes, more = '' }: Source): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.endsWith(file)) return loaded
      let source =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source ?? undefined)
      for (const { from, to } of changes) {
        // Somebody who asked for the same has done it.
        if (source.includes(to)) continue
        const before = source
        source = before.replace(from, () => to)
        if (source === before) throw new Error(`${file} has nothing to change`)
      }
      return { ...loaded, source: source + more }
    },
  })
}
