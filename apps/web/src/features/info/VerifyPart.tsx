import type { ChatView } from '@soroka/client/types'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePeer } from '../../stores/chatStore.ts'
import panel from '../../ui/Panel.module.css'
import css from './InfoPanel.module.css'

const QrCode = lazy(() => import('../../ui/QrCode.tsx'))

/** The number that both see alike while nobody sits between them. */
export function VerifyPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const peer = usePeer(chat)
  const { data: number, isPending } = useQuery({
    queryKey: ['safety', peer?.id],
    queryFn: () => (peer ? engine.people.safetyNumber(peer.id) : null),
    staleTime: 0,
  })
  if (!peer) return null
  if (isPending) return <p className={panel.empty}>{t('app:wait')}</p>
  if (!number) return <p className={panel.empty}>{t('people:verify.unknown', { name: peer.name })}</p>
  const groups = number.match(/\d{5}/g) ?? []
  return (
    <>
      <p className={panel.note}>{t('people:verify.lead', { name: peer.name })}</p>
      <Suspense fallback={null}>
        <QrCode text={number} label={t('people:verify.code')} />
      </Suspense>
      <p className={css.number} aria-label={groups.join(' ')}>
        {groups.map((group, index) => (
          <span key={`${index} ${group}`}>{group}</span>
        ))}
      </p>
      <p className={panel.note}>{t('people:verify.same')}</p>
    </>
  )
}
