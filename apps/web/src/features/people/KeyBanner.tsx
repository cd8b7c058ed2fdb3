import { Button } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { IconLockExclamation } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import css from './KeyBanner.module.css'

interface Props {
  chat: ChatId
  /** Those who are in the chat, as far as they are known. */
  people: readonly PersonView[]
  direct: boolean
}

/** Says in the chat that somebody's key is another one, and what can be done: compare the digits, or go on. */
export function KeyBanner({ chat, people, direct }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const changed = useChats((state) =>
    people.map((person) => state.people[person.id] ?? person).find(({ verification }) => verification === 'changed'),
  )
  if (!changed) return null
  const goOn = async () => {
    setBusy(true)
    await act(engine.people.confirmKey(changed.id))
    setBusy(false)
  }
  const compare = () =>
    void navigate({
      to: '/c/$chatId/info',
      params: { chatId: chat },
      search: { part: 'verify', ...(direct ? {} : { who: changed.id }) },
    })
  return (
    <section className={css.banner} aria-label={t('people:verify.mark.changed')}>
      <IconLockExclamation size={22} stroke={1.8} className={css.icon} aria-hidden />
      <p className={css.text} role="status">
        <b>{t('people:verify.changed', { name: changed.name })}</b>
        {t(direct ? 'people:verify.changedDirect' : 'people:verify.changedGroup')}
      </p>
      <div className={css.actions}>
        <Button size="compact-md" onClick={compare}>
          {t('people:verify.compare')}
        </Button>
        <Button size="compact-md" variant="default" loading={busy} onClick={() => void goOn()}>
          {t('people:verify.goOn')}
        </Button>
      </div>
    </section>
  )
}
