import { Button } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import panel from '../../ui/Panel.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { TrustMark, TryAgain } from '../people/index.ts'
import css from './VerifyPart.module.css'

const QrCode = lazy(() => import('../../ui/QrCode.tsx'))

interface Props {
  chat: ChatView
  /** A member of a group; else the person of the direct chat. */
  who: UserId | undefined
}

/** The number that both see alike while nobody sits between them, and what I say about it. */
export function VerifyPart({ chat, who = chat.peer?.id }: Props) {
  const t = useText()
  const known = useChats((state) => (who ? state.people[who] : undefined))
  const person = known ?? (chat.peer?.id === who ? chat.peer : undefined)
  const {
    data: number,
    isPending,
    isError,
    refetch,
  } = useQuery({
    // A changed key has another number.
    queryKey: ['safety', who, person?.verification],
    queryFn: () => (who ? engine.people.safetyNumber(who) : null),
    staleTime: 0,
    retry: false,
  })
  const { busy, failure, submit } = useSubmit(async (verb: 'verify' | 'unverify' | 'confirmKey') => {
    if (!who || !number) return
    try {
      await (verb === 'verify' ? engine.people.verify(who, number) : engine.people[verb](who))
    } finally {
      void refetch()
    }
  })
  if (!person) return null
  const { name, verification } = person
  if (isPending) return <p className={panel.empty}>{t('app:wait')}</p>
  if (isError) return <TryAgain onClick={() => void refetch()} />
  if (!number) return <p className={panel.empty}>{t('people:verify.unknown', { name })}</p>
  const groups = number.match(/\d{5}/g) ?? []
  return (
    <>
      {verification !== 'unverified' && (
        <p className={css.state} data-trust={verification} role="status">
          <TrustMark verification={verification} size={20} />
          <span>{t(`people:verify.${verification === 'verified' ? 'done' : 'changed'}`, { name })}</span>
        </p>
      )}
      <p className={panel.note}>{t('people:verify.lead', { name })}</p>
      <Suspense fallback={<div className={css.code} />}>
        <QrCode text={number} label={t('people:verify.code')} />
      </Suspense>
      <p className={css.number} role="group" aria-label={t('people:verify.digits')}>
        {groups.map((group, index) => (
          <span key={`${index} ${group}`}>{group}</span>
        ))}
      </p>
      <p className={panel.note}>{t('people:verify.same')}</p>
      <FormFailure failure={failure} />
      <div className={css.actions}>
        {verification === 'verified' ? (
          <Button variant="default" loading={busy} onClick={() => submit('unverify')}>
            {t('people:verify.takeBack')}
          </Button>
        ) : (
          <Button loading={busy} onClick={() => submit('verify')}>
            {t('people:verify.mark.set')}
          </Button>
        )}
        {verification === 'changed' && (
          <Button variant="default" disabled={busy} onClick={() => submit('confirmKey')}>
            {t('people:verify.without')}
          </Button>
        )}
      </div>
    </>
  )
}
