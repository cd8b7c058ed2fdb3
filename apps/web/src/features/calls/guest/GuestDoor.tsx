import { Button, TextInput } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { AuthLayout } from '../../auth/index.ts'
import form from '../../../ui/Form.module.css'
import { PreviewLook } from '../preview/PreviewLook.tsx'
import { usePreview } from '../preview/use-preview.dom.ts'
import css from './GuestDoor.module.css'
import { giveUp, knock, readLink } from './guest-page.dom.ts'
import { useGuest } from './guest-store.ts'

/** Who invites, how one looks and sounds, and one's name: then one may knock, and waits. */
export function GuestDoor({ at }: { at: 'door' | 'waiting' | 'offline' }) {
  const t = useText()
  const inviter = useGuest((state) => state.inviter)
  if (at === 'offline')
    return (
      <AuthLayout>
        <h1 className={form.title} tabIndex={-1}>
          {t('guest:title')}
        </h1>
        <p className={form.lead} role="status">
          {t('errors:UNAVAILABLE')}
        </p>
        <Button className={css.action ?? ''} fullWidth onClick={() => void readLink()}>
          {t('guest:again')}
        </Button>
      </AuthLayout>
    )
  return (
    <AuthLayout>
      <h1 className={form.title} tabIndex={-1}>
        {inviter === '' ? t('guest:title') : t('guest:invites', { name: inviter })}
      </h1>
      <Knock waits={at === 'waiting'} />
    </AuthLayout>
  )
}

function Knock({ waits }: { waits: boolean }) {
  const t = useText()
  const look = usePreview()
  const full = useGuest((state) => state.full)
  const [name, setName] = useState(useGuest((state) => state.name))
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    await knock(name.trim(), { audio: look.audio, video: look.shows })
    setBusy(false)
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <p className={form.lead}>{t('guest:lead')}</p>
      {!waits && (
        <TextInput
          label={t('guest:name')}
          description={t('guest:nameHint')}
          name="name"
          autoComplete="name"
          maxLength={limits.name}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <div className={css.look}>
        <PreviewLook look={look} />
      </div>
      {waits ? (
        <div className={css.waits} role="status">
          <p className={css.words}>{t('guest:waiting')}</p>
          <Button variant="light" fullWidth onClick={() => void giveUp()}>
            {t('guest:giveUp')}
          </Button>
        </div>
      ) : (
        <>
          <div role="alert">{full && <p className={css.full}>{t('guest:full')}</p>}</div>
          {full ? (
            <Button className={css.ask ?? ''} fullWidth onClick={() => void readLink()}>
              {t('guest:again')}
            </Button>
          ) : (
            <Button className={css.ask ?? ''} type="submit" fullWidth loading={busy} disabled={name.trim() === ''}>
              {t('guest:ask')}
            </Button>
          )}
        </>
      )}
    </form>
  )
}
