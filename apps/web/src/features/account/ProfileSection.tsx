import { Button, TextInput } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePhoto } from '../../stores/photoStore.ts'
import { useAuth } from '../../stores/authStore.ts'
import { personPhoto } from '../../ui/crop/index.ts'
import { act } from '../../ui/act.ts'
import { PhotoField } from '../photo/index.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import css from '../../ui/Settings.module.css'
import { AboutForm } from './AboutForm.tsx'
import { StatusForm } from './StatusForm.tsx'
import { useAccount } from './use-account.ts'

export function ProfileSection() {
  const t = useText()
  const session = useAuth((state) => state.session)
  const { account, update } = useAccount()
  const has = usePhoto(session?.user ?? null) !== undefined
  const [name, setName] = useState(session?.name ?? '')
  const [nickname, setNickname] = useState(session?.nickname ?? '')
  const [saved, setSaved] = useState(false)
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await update({ name: name.trim(), nickname: nickname.trim().replace(/^@/, '').toLowerCase() })
    setSaved(true)
  })
  const edit = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    setSaved(false)
    forgive()
  }
  const form = (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {session && (
        <div>
          <PhotoField
            id={session.user}
            name={session.name}
            shape="person"
            has={has}
            target={personPhoto}
            onChange={async (photo) => {
              await act(engine.account.setPhoto(photo))
            }}
          />
          <p className={css.note} data-centred>
            {t('account:profile.photoHint')}
          </p>
        </div>
      )}
      <TextInput
        label={t('account:profile.name')}
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={limits.name}
        value={name}
        onChange={edit(setName)}
      />
      <TextInput
        label={t('account:profile.nickname')}
        description={t('account:profile.nicknameHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        leftSection="@"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={limits.nickname}
        value={nickname}
        onChange={edit(setNickname)}
      />
      <TextInput label={t('account:profile.email')} value={session?.email ?? ''} readOnly />
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy}>
        {t('account:profile.save')}
      </Button>
      <p className={css.done} role="status">
        {saved && t('account:profile.saved')}
      </p>
    </form>
  )
  return (
    <>
      {form}
      {account && <StatusForm status={account.status} update={update} />}
      {account && <AboutForm about={account.about} phone={account.phone} update={update} />}
    </>
  )
}
