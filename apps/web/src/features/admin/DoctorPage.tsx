import { Button } from '@mantine/core'
import type { CheckResult } from '@soroka/protocol/contract'
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX, IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import i18next, { type TFunction } from 'i18next'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import css from '../../ui/Settings.module.css'
import { toastStore } from '../../ui/toast-store.ts'
import { TryAgain } from '../people/index.ts'
import own from './DoctorPage.module.css'

const icons = { fine: IconCircleCheck, off: IconCircleMinus, warn: IconAlertTriangle, bad: IconCircleX }

/** What was found, and the one line that mends it. */
function line({ name, reason, facts }: CheckResult, t: TFunction): string {
  const key = `admin:doctor.says.${name}.${reason}`
  return i18next.exists(key) ? t(key, facts) : t(`admin:doctor.says.any.${reason}`, facts)
}

/** Every part of the server, looked at now. */
export function DoctorPage() {
  const t = useText()
  const { data, isError, isFetching, refetch } = useQuery({
    queryKey: ['doctor'],
    queryFn: () => engine.admin.doctor(),
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  const sick = data?.filter(({ state }) => state === 'bad' || state === 'warn').length ?? 0
  const mail = async () => {
    await act(
      engine.admin.testMail().then(({ sent, reason }) => {
        const text = sent
          ? t('admin:doctor.mailSent')
          : reason === 'off'
            ? t('admin:doctor.mailOff')
            : t('admin:doctor.mailFailed', { reason })
        toastStore.getState().show({ kind: sent ? 'plain' : 'error', text })
      }),
    )
  }
  const verdict = isFetching
    ? t('admin:doctor.running')
    : data === undefined
      ? ''
      : sick === 0
        ? t('admin:doctor.allFine')
        : t('admin:doctor.some', { count: sick })
  return (
    <>
      <p className={css.note}>{t('admin:doctor.hint')}</p>
      <p className={own.verdict} role="status">
        {verdict}
      </p>
      {isError && <TryAgain onClick={() => void refetch()} />}
      {data && (
        <ul className={own.list} aria-label={t('admin:doctor.title')} aria-busy={isFetching}>
          {data.map((check) => {
            const Icon = icons[check.state]
            return (
              <li key={check.name} data-state={check.state}>
                <Icon size={24} stroke={1.8} role="img" aria-label={t(`admin:doctor.state.${check.state}`)} />
                <div>
                  <b>{t(`admin:doctor.name.${check.name}`)}</b>
                  <span>{line(check, t)}</span>
                </div>
              </li>
            )
          })}
        </ul>
      )}
      <Button loading={isFetching} loaderProps={{ 'aria-label': t('app:wait') }} onClick={() => void refetch()}>
        {t('admin:doctor.run')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconMail size={20} stroke={1.8} aria-hidden />}
        onClick={() => void mail()}
      >
        {t('admin:doctor.mail')}
      </Button>
    </>
  )
}
