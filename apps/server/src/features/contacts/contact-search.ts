import type { Listed } from './contacts-repo.ts'

/**
 * Those whose name or nickname begins with the query, in any case. Here and not in SQL: what lower() makes of Cyrillic
 * depends on how somebody set up his database.
 */
export function matching(contacts: readonly Listed[], query: string): Listed[] {
  const wanted = fold(query)
  const nickname = wanted.replace(/^@/, '')
  return contacts.filter((one) => fold(one.name).startsWith(wanted) || one.nickname.startsWith(nickname))
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
