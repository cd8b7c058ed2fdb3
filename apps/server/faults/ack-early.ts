// Preloaded into a server, this plants the mistake that the checker must find: messages are acknowledged while their
// transaction is still open.
import { changeSource } from '../src/platform/change-source.ts'

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

changeSource({
  file: '/messages/persist-repo.ts',
  changes: [{ from: 'export function persistRepo', to: 'function honestRepo' }],
  more: early,
})
