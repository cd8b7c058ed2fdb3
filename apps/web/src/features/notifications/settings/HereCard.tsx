import { Button, Switch } from '@mantine/core'
import { Suspense, useEffect, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import account from '../../../ui/Settings.module.css'
import { InstallSheet, useInstallWay } from '../../install/index.ts'
import { pushWay, setWantedHere } from '../push/push-way.dom.ts'
import { unsubscribeHere } from '../push/subscription.dom.ts'
import { turnOn } from '../push/turn-on.ts'
import css from './settings.module.css'

/** Whether this device tells of news while no page is open, and what stands in the way. */
export function HereCard() {
  const t = useText()
  const install = useInstallWay()
  const [way, setWay] = useState(() => pushWay(install))
  const [busy, setBusy] = useState(false)
  const [mute, setMute] = useState(false)
  const [guide, setGuide] = useState(false)
  useEffect(() => {
    // Permissions are given beside the page, in the browser's own settings.
    const look = () => setWay(pushWay(install))
    look()
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [install])
  const set = async (on: boolean) => {
    setBusy(true)
    setMute(false)
    if (on) await act(turnOn().then((outcome) => setMute(outcome === 'no_service')))
    else {
      setWantedHere(false)
      await act(unsubscribeHere())
    }
    setWay(pushWay(install))
    setBusy(false)
  }
  const known = way === 'on' || way === 'off'
  return (
    <div className={account.card}>
      <div className={account.switchRow}>
        <span className={account.switchText}>
          <b id="notify-here">{known ? t('notify:here.title') : t(`notify:here.${way}`)}</b>
          <span className={account.note}>{t(`notify:here.${way}Hint`)}</span>
        </span>
        {known && (
          <Switch
            aria-labelledby="notify-here"
            checked={way === 'on'}
            disabled={busy}
            onChange={(event) => void set(event.currentTarget.checked)}
          />
        )}
      </div>
      {way === 'ask' && (
        <Button fullWidth loading={busy} onClick={() => void set(true)}>
          {t('notify:here.turnOn')}
        </Button>
      )}
      {way === 'home_screen' && (
        <Button fullWidth onClick={() => setGuide(true)}>
          {t('notify:here.guide')}
        </Button>
      )}
      <div className={css.said} role="status">
        {mute && <p className={css.problem}>{t('notify:here.noService')}</p>}
      </div>
      <Suspense fallback={null}>{guide && <InstallSheet onClose={() => setGuide(false)} />}</Suspense>
    </div>
  )
}
