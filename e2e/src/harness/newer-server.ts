// Preloaded into a server, this makes it one that no longer speaks with the clients of today.
import { registerHooks } from 'node:module'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.includes('/protocol/src/version.ts')) return loaded
    const text =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source ?? undefined)
    const source = text.replace(/oldestClient = \d+/, 'oldestClient = 1000')
    if (source === text) throw new Error('there is no oldest client')
    return { ...loaded, source }
  },
})
