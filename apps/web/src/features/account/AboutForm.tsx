import { Button, Textarea, TextInput } from '@mantine/core'
import type { AccountApi } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import field from '../../ui/Field.module.css'
import css from '../../ui/Settings.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { readPhone } from './phone-number.ts'

interface Props {
  about: string | null
  phone: string | null
  update(change: Parameters<AccountApi['update']>[0]): Promise<void>
}

/** Words about me, and my number. */
export function AboutForm({ about, phone, update }: Props) {
  const t = useText()
  const [words, setWords] = useState(about ?? '')
  const [number, setNumber] = useState(phone ?? '')
  const [wrong, setWrong] = useState(false)
  const [saved, setSaved] = useState(false)
  const { busy, failure, submit } = useSubmit(async () => {
    const read = number.trim() === '' ? null : await readPhone(number)
    setWrong(read === null && number.trim() !== '')
    if (read === null && number.trim() !== '') return
    await update({ about: words.trim() === '' ? null : words.trim(), phone: read })
    setNumber(read ?? '')
    setSaved(true)
  })
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Textarea
        classNames={{ input: field.area ?? '' }}
        label={t('account:about.words')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={limits.about}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setSaved(false)
        }}
      />
      <TextInput
        label={t('account:about.phone')}
        description={t('account:about.phoneHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        type="tel"
        autoComplete="tel"
        maxLength={32}
        value={number}
        error={wrong && t('account:about.phoneWrong')}
        onChange={(event) => {
          setNumber(event.currentTarget.value)
          setWrong(false)
          setSaved(false)
        }}
      />
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy}>
        {t('account:profile.save')}
      </Button>
      <p className={css.done} role="status">
        {saved && t('account:profile.saved')}
      </p>
    </form>
  )
}
