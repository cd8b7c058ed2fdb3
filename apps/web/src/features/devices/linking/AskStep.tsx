import { Button } from '@mantine/core'
import type { LinkRequest } from '@soroka/client/types'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import confirm from '../../../ui/Confirm.module.css'
import page from '../../../ui/Settings.module.css'
import { CompareDigits, FormFailure, linkFailure, PasswordField, useSubmit } from '../../auth/index.ts'
import { DeviceIcon } from '../DeviceIcon.tsx'
import css from './linking.module.css'

interface Props {
  request: LinkRequest
  onAllow(password: string): Promise<void>
  onRefuse(): Promise<void>
}

/** What asks, where from, and the number by which a person knows that it is the one in his hands. */
export function AskStep({ request, onAllow, onRefuse }: Props) {
  const t = useText()
  const email = useAuth((state) => state.session?.email)
  const [password, setPassword] = useState('')
  const allowing = useSubmit(onAllow)
  const refusing = useSubmit(onRefuse)
  const failure = allowing.failure ?? refusing.failure
  const shown = failure?.code === 'CREDENTIALS_WRONG' ? { ...failure, code: 'PASSWORD_WRONG' } : failure
  const { name, address, near, digits } = request
  return (
    <form
      className={css.body}
      onSubmit={(event) => {
        event.preventDefault()
        allowing.submit(password)
      }}
    >
      <div className={css.device}>
        <span className={css.icon}>
          <DeviceIcon device={request} />
        </span>
        <span className={css.facts}>
          <b>
            <bdi>{name}</bdi>
          </b>
          <span data-far={near ? undefined : true}>{t(near ? 'link:near' : 'link:far', { address })}</span>
        </span>
      </div>
      <p className={page.note}>{t('link:askText')}</p>
      <CompareDigits digits={digits} />
      {/* What a password manager looks for. */}
      <input type="text" name="username" autoComplete="username" value={email ?? ''} readOnly hidden />
      <PasswordField
        value={password}
        onChange={(value) => {
          setPassword(value)
          allowing.forgive()
        }}
      />
      <FormFailure failure={shown} words={linkFailure} />
      <div className={confirm.actions}>
        <Button variant="default" loading={refusing.busy} disabled={allowing.busy} onClick={() => refusing.submit()}>
          {t('link:notMine')}
        </Button>
        <Button type="submit" loading={allowing.busy} disabled={refusing.busy || password === ''}>
          {t('link:allow')}
        </Button>
      </div>
    </form>
  )
}
