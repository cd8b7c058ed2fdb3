import type { MemberView } from '@soroka/client/types'
import type { TFunction } from 'i18next'

/** Of a larger group the presence of all is never known here: the number would be wrong. */
export const mostCounted = 60

/** "5 members, 3 online". I am one of them: whoever looks at the group is online. Alone I am not worth a word. */
export function membersText(count: number, members: readonly MemberView[], t: TFunction): string {
  const all = t('groups:members.count', { count })
  if (count > mostCounted) return all
  const online = members.filter(({ person, self }) => self || person.online).length
  return online > 1 ? t('groups:members.online', { members: all, online }) : all
}
