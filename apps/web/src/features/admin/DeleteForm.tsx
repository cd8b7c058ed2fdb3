import { Button, TextInput } from '@mantine/core'
import type { DeskPerson } from '@soroka/protocol/contract'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'

/** Says what goes and what stays, and asks for the nickname: nobody is deleted by a slip. */
export function DeleteForm({ person, onDone }: { person: DeskPerson; onDone(): void }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const { busy, failure, submit } = useSubmit(async () => {
    await engine.admin.deleteAccount(person.id, typed.trim().replace(/^@/, ''))
    onDone()
  })
  const same = typed.trim().replace(/^@/, '').toLowerCase() === person.nickname
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
        label={t('admin:delete.nickname', { nickname: person.nickname })}
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
