import { ActionIcon, Button } from '@mantine/core'
import type { PasskeyView } from '@soroka/client/types'
import { IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { PasswordDialog } from '../../auth/index.ts'
import css from '../../../ui/Settings.module.css'
import { dayName } from '../../../ui/time.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { useNow } from '../../../ui/use-now.ts'
import own from './access.module.css'
import { addPasskey } from './add-passkey.ts'

const queryKey = ['passkeys']

type Asked = { is: 'add' } | { is: 'remove'; passkey: PasskeyView } | null

/** Ways in by a fingerprint, a face or a PIN of this or another device. */
export function PasskeysCard() {
  const t = useText()
  const queries = useQueryClient()
  const { data = [] } = useQuery({ queryKey, queryFn: () => engine.passkeys.list(), staleTime: 0 })
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const done = async (text: string) => {
    close()
    await queries.invalidateQueries({ queryKey })
    toastStore.getState().show({ kind: 'plain', text })
  }
  if (!('PublicKeyCredential' in window)) return null
  return (
    <>
      <h3 className={css.caption}>{t('security:passkey.title')}</h3>
      <div className={css.card}>
        <p className={css.note}>{t('security:passkey.text')}</p>
        {data.length > 0 && (
          <ul className={own.passkeys} aria-label={t('security:passkey.title')}>
            {data.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setAsked({ is: 'remove', passkey })} />
            ))}
          </ul>
        )}
        <Button variant="light" onClick={() => setAsked({ is: 'add' })}>
          {t('security:passkey.add')}
        </Button>
      </div>
      {asked?.is === 'add' && (
        <PasswordDialog
          title={t('security:passkey.add')}
          text={t('security:passkey.addText')}
          confirm={t('security:totp.go')}
          onClose={close}
          onPassword={async (password) => {
            if (await addPasskey(password)) await done(t('security:passkey.added'))
          }}
        />
      )}
      {asked?.is === 'remove' && (
        <PasswordDialog
          title={t('security:passkey.removeTitle', { name: asked.passkey.name })}
          text={t('security:passkey.removeText')}
          confirm={t('security:passkey.removeGo')}
          danger
          onClose={close}
          onPassword={async (password) => {
            await engine.passkeys.remove({ password, id: asked.passkey.id })
            await done(t('security:passkey.removed'))
          }}
        />
      )}
    </>
  )
}

function PasskeyRow({ passkey: { name, addedAt, usedAt }, onRemove }: { passkey: PasskeyView; onRemove(): void }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  return (
    <li>
      <span>
        <b>
          <bdi>{name}</bdi>
        </b>
        <span>
          {usedAt === null
            ? t('security:passkey.since', { day: dayName(addedAt, now, language) })
            : t('security:passkey.used', { day: dayName(usedAt, now, language) })}
        </span>
      </span>
      <ActionIcon aria-label={t('security:passkey.remove', { name })} onClick={onRemove}>
        <IconTrash size={21} stroke={1.8} aria-hidden />
      </ActionIcon>
    </li>
  )
}
