import { Button } from '@mantine/core'
import type { PushDevice } from '@soroka/client/types'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import account from '../../../ui/Settings.module.css'
import { maker } from './maker.ts'
import css from './settings.module.css'
import { devicesKey } from './use-notify.ts'

function Device({ device, onTested }: { device: PushDevice; onTested(): void }) {
  const t = useText()
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const { sent, failed, expired, lastSentAt, lastError } = device
  const time = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  const test = async () => {
    setBusy(true)
    const asked = engine.push.test(device.device).then((outcome) => {
      const text = t(outcome.sent ? 'notify:devices.sent' : 'notify:devices.notSent')
      toastStore.getState().show({ kind: outcome.sent ? 'plain' : 'error', text })
    })
    await act(asked)
    setBusy(false)
    onTested()
  }
  return (
    <li className={css.device}>
      <span className={css.facts}>
        <b>
          {[t(device.own ? 'notify:devices.own' : 'notify:devices.other'), maker(device.host)]
            .filter(Boolean)
            .join(' · ')}
        </b>
        <span className={css.state} data-state={device.state}>
          {t(`notify:devices.state.${device.state}`)}
        </span>
        {device.state !== 'none' && (
          <span className={account.note}>{t('notify:devices.counts', { sent, failed, expired })}</span>
        )}
        {lastSentAt !== null && (
          <span className={account.note}>{t('notify:devices.last', { when: time.format(lastSentAt) })}</span>
        )}
        {lastError !== null && (
          <span className={account.note}>
            {t('notify:devices.error', { code: lastError.code, when: time.format(lastError.at) })}
          </span>
        )}
      </span>
      {device.host !== null && (
        <Button variant="light" size="sm" loading={busy} onClick={() => void test()}>
          {t('notify:devices.test')}
        </Button>
      )}
    </li>
  )
}

/** Whether pushes reach each of my devices, with a button that sends one. */
export function DevicesCard() {
  const t = useText()
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: devicesKey, queryFn: () => engine.push.devices(), staleTime: 0 })
  const again = () => void queries.invalidateQueries({ queryKey: devicesKey })
  if (data === undefined || data.length === 0) return null
  return (
    <>
      <h3 className={account.caption} id="notify-devices">
        {t('notify:devices.title')}
      </h3>
      <ul className={`${account.card} ${css.devices}`} aria-labelledby="notify-devices">
        {data
          .toSorted((a, b) => Number(b.own) - Number(a.own))
          .map((device) => (
            <Device key={device.device} device={device} onTested={again} />
          ))}
      </ul>
    </>
  )
}
