import { Button, NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import type { AccountApi, PersonView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'
import { clock, dayLabel } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { type Ending, endings, endOf, readWords, suggested } from './status-words.ts'
import look from './StatusForm.module.css'

type Status = NonNullable<PersonView['status']>

interface Props {
  status: Status | null
  update(change: Parameters<AccountApi['update']>[0]): Promise<void>
}

/** What I am up to, and until when others see it. */
export function StatusForm({ status, update }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const [emoji, setEmoji] = useState(status?.emoji ?? '')
  const [text, setText] = useState(status?.text ?? '')
  const [ending, setEnding] = useState<Ending>('today')
  const { busy, failure, submit } = useSubmit((next: Status | null) => update({ status: next }))
  const clear = () => {
    setEmoji('')
    setText('')
    submit(null)
  }
  return (
    <form
      className={css.card}
      aria-labelledby="status-title"
      onSubmit={(event) => {
        event.preventDefault()
        const words = readWords(emoji, text)
        setEmoji(words.emoji)
        setText(words.text)
        submit(words.emoji === '' && words.text === '' ? null : { ...words, until: endOf(ending, Date.now()) })
      }}
    >
      <span className={css.switchText}>
        <b id="status-title">{t('account:status.title')}</b>
        <span className={css.note} role="status">
          {status === null
            ? t('account:status.hint')
            : status.until === null
              ? t('account:status.stays')
              : t('account:status.until', {
                  day: dayLabel(status.until, now, language).toLocaleLowerCase(language),
                  time: clock(status.until, language),
                })}
        </span>
      </span>
      <div className={look.emoji} role="group" aria-label={t('account:status.emoji')}>
        {[...new Set([...suggested, ...(emoji === '' ? [] : [emoji])])].map((one) => (
          <UnstyledButton
            key={one}
            className={look.one}
            aria-pressed={one === emoji}
            onClick={() => setEmoji(one === emoji ? '' : one)}
          >
            {one}
          </UnstyledButton>
        ))}
      </div>
      <TextInput
        label={t('account:status.text')}
        maxLength={limits.status}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('account:status.ends')}
        value={ending}
        onChange={(event) => setEnding(event.currentTarget.value as Ending)}
        data={endings.map((value) => ({ value, label: t(`account:status.end.${value}`) }))}
      />
      <FormFailure failure={failure} />
      <div className={look.buttons}>
        <Button type="submit" loading={busy}>
          {t('account:status.set')}
        </Button>
        {status !== null && (
          <Button variant="default" onClick={clear}>
            {t('account:status.clear')}
          </Button>
        )}
      </div>
    </form>
  )
}
