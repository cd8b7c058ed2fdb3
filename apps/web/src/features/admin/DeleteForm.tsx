import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'

interface Props {
  nickname: string
  /** With what was typed. */
  remove(typed: string): Promise<void>
  onDone(): void
}

/** Says what goes and what stays, and asks for the nickname: nobody is deleted by a slip. */
export function DeleteForm({ nickname, remove, onDone }: Props) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const { busy, failure, submit } = useSubmit(async () => {
    await remove(typed.trim().replace(/^@/, ''))
    onDone()
  })
  const same = typed.trim().replace(/^@/, '').toLowerCase() === nickname
  return (
    <form
      className={panel.fields}
      onSubmit={(event) => {
        event.preventDefault()
        if (same) submit()
      }}
    >
      <p className={panel.note}>{t('admin:delete.goes')}</p>
      <p className={panel.note}>{t('admin:delete.stays')}</p>
      <TextInput
        label={t('admin:delete.nickname', { nickname })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <FormFailure failure={failure} />
      <Button
        type="submit"
        color="danger"
        disabled={!same}
        loading={busy}
        loaderProps={{ 'aria-label': t('app:wait') }}
      >
        {t('admin:delete.confirm')}
      </Button>
    </form>
  )
}
