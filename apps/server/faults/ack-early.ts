// Preloaded into a server, this plants the mistake that the checker must find: messages are acknowledged while their
// transaction is still open.
import { registerHooks } from 'node:module'

const early = `
export function persistRepo(sql) {
  return (items, at) => new Promise((resolve, reject) => {
    sql.begin(async (open) => {
      resolve(await honestRepo(open)(items, at))
      await new Promise((done) => setTimeout(done, 40))
    }).catch(reject)
  })
}
`

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/messages/persist-repo.ts')) return loaded
    const text =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source ?? undefined)
    const source = text.replace('export function persistRepo', 'function honestRepo')
    if (!source.includes('honestRepo')) throw new Error('there is nothing to plant the mistake in')
    return { ...loaded, source: source + early }
  },
})
