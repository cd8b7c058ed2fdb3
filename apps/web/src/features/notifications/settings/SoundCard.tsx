import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import account from '../../../ui/Settings.module.css'
import { setSound, type SoundName, soundOn } from '../news/sound-prefs.dom.ts'
import { newsSound, receivedSound } from '../news/sounds.dom.ts'
import { subscribeHere } from '../push/subscription.dom.ts'
import { SwitchRow } from './SwitchRow.tsx'

const hideKey = ['push-hide']

function SoundSwitch({ name }: { name: SoundName }) {
  const t = useText()
  const [on, setOn] = useState(() => soundOn(name))
  const change = (next: boolean) => {
    setSound(name, next)
    setOn(next)
    if (next) (name === 'news' ? newsSound : receivedSound)()
  }
  return <SwitchRow id={`sound-${name}`} label={t(`notify:sound.${name}`)} on={on} onChange={change} />
}

/** What this device shows and lets sound. */
export function SoundCard() {
  const t = useText()
  const queries = useQueryClient()
  const { data: hidden } = useQuery({ queryKey: hideKey, queryFn: () => engine.push.hidesContent() })
  const hide = async (on: boolean) => {
    await engine.push.hideContent(on)
    queries.setQueryData(hideKey, on)
    // The server must not send along what nobody shows.
    if ('Notification' in globalThis && Notification.permission === 'granted') await subscribeHere()
  }
  return (
    <div className={account.card}>
      <SwitchRow
        id="hide"
        label={t('notify:hide.title')}
        hint={t('notify:hide.hint')}
        on={hidden}
        onChange={(on) => void act(hide(on))}
      />
      <SoundSwitch name="news" />
      <SoundSwitch name="chat" />
    </div>
  )
}
