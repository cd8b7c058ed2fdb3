import { SegmentedControl } from '@mantine/core'
import type { ReportDecision } from '@soroka/protocol/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { toastStore } from '../../ui/toast-store.ts'
import { MoreRows } from './MoreRows.tsx'
import { ReportCard } from './ReportCard.tsx'
import own from './ReportsPage.module.css'

const states = ['open', 'closed'] as const

/** Messages that people showed to those who run the server. */
export function ReportsPage() {
  const t = useText()
  const queries = useQueryClient()
  const [state, setState] = useState<(typeof states)[number]>('open')
  const reports = useInfiniteQuery({
    queryKey: ['desk', 'reports', state],
    queryFn: ({ pageParam }) => engine.admin.reports(state, pageParam === '' ? undefined : pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })
  const all = reports.data?.pages.flatMap((page) => page.items) ?? []
  const closed = async (decision: ReportDecision) => {
    toastStore.getState().show({ kind: 'plain', text: t(`admin:reports.became.${decision}`) })
    await queries.invalidateQueries({ queryKey: ['desk'] })
  }
  return (
    <>
      <p className={css.note}>{t('admin:reports.hint', { days: limits.reportDays })}</p>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-label={t('admin:reports.filter')}
        value={state}
        onChange={setState}
        data={states.map((value) => ({ value, label: t(`admin:reports.state.${value}`) }))}
      />
      {all.length > 0 && (
        <ul className={own.list} aria-label={t('admin:reports.title')}>
          {all.map((report) => (
            <li key={report.id}>
              <ReportCard report={report} onClosed={(decision) => void closed(decision)} />
            </li>
          ))}
        </ul>
      )}
      <MoreRows query={reports} empty={all.length === 0} nothing={t(`admin:reports.none.${state}`)} />
    </>
  )
}
