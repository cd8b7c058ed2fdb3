import type { AuditEntry } from '@soroka/protocol/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'
import { fullTime } from '../../ui/time.ts'
import own from './AuditPage.module.css'
import { MoreRows } from './MoreRows.tsx'

const known = [
  'user.suspend',
  'user.unsuspend',
  'user.delete',
  'user.role',
  'user.factor',
  'owner.hand',
  'place.change',
  'invite.make',
  'invite.revoke',
  'mail.test',
  'report.close',
]

/** One line: who did what with whom. */
function sentence({ act, actorName: actor, targetName: target, details }: AuditEntry, t: TFunction): string {
  if (!known.includes(act)) return `${actor}: ${act}`
  const role = details['to'] === undefined ? '' : t(`admin:role.${details['to']}`)
  const decision = details['decision'] === undefined ? '' : t(`admin:audit.decision.${details['decision']}`)
  return t(`admin:audit.act.${act.replace('.', '_')}`, { actor, target, role, decision })
}

/** What was done at the desk; nobody changes it, not even the owner. */
export function AuditPage() {
  const t = useText()
  const language = useLanguage()
  const log = useInfiniteQuery({
    queryKey: ['desk', 'audit'],
    queryFn: ({ pageParam }) => engine.admin.audit(pageParam === '' ? undefined : pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })
  const all = log.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <p className={css.note}>{t('admin:audit.hint')}</p>
      {all.length > 0 && (
        <ol className={own.list} aria-label={t('admin:audit.title')}>
          {all.map((entry) => (
            <li key={entry.id}>
              <p>{sentence(entry, t)}</p>
              {entry.details['why'] && <q>{entry.details['why']}</q>}
              <small>{`${fullTime(entry.at, language)} · ${entry.requestId}`}</small>
            </li>
          ))}
        </ol>
      )}
      <MoreRows query={log} empty={all.length === 0} nothing={t('admin:audit.nothing')} />
    </>
  )
}
