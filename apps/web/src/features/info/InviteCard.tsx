import { ActionIcon } from '@mantine/core'
import type { ChatView, InviteView } from '@soroka/client/types'
import { IconQrcode, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { dayName } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { LinkActions } from '../people/index.ts'
import css from './InviteCard.module.css'
import { isOver } from './invite-state.ts'

const QrCode = lazy(() => import('../../ui/QrCode.tsx'))

interface Props {
  chat: ChatView
  invite: InviteView
  onChange(): void
}

export function InviteCard({ chat, invite, onChange }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const [code, setCode] = useState(false)
  const { link } = invite
  const { uses, maxUses, expiresAt } = invite
  const came = maxUses === 0 ? t('groups:invite.cameAny', { uses }) : t('groups:invite.came', { uses, max: maxUses })
  const until =
    expiresAt === 0 ? t('groups:invite.forever') : t('groups:invite.until', { date: dayName(expiresAt, now, language) })
  const over = isOver(invite, now)
  const revoke = async () => {
    const yes = await ask({
      title: t('groups:invite.revokeTitle'),
      text: t('groups:invite.revokeText'),
      confirm: t('groups:invite.revoke'),
      danger: true,
    })
    if (yes && (await act(engine.groups.revokeInvite(chat.id, invite.id), { text: t('groups:invite.revoked') })))
      onChange()
  }
  const drop = (
    <ActionIcon className={css.end ?? ''} aria-label={t('groups:invite.revoke')} onClick={() => void revoke()}>
      <IconTrash size={20} stroke={1.8} aria-hidden />
    </ActionIcon>
  )
  return (
    <div className={panel.card}>
      <div className={panel.row}>
        <span className={panel.label}>
          <span className={css.link}>{link ?? t('groups:invite.others')}</span>
          <span className={panel.hint}>
            {over ? t('groups:invite.over') : `${came}, ${until}`}
            {invite.approval && ` · ${t('groups:invite.withApproval')}`}
          </span>
        </span>
        {over && drop}
      </div>
      {!over && (
        <div className={panel.actions}>
          {link && (
            <>
              <LinkActions link={link} title={chat.title} />
              <ActionIcon aria-label={t('groups:invite.code')} aria-expanded={code} onClick={() => setCode(!code)}>
                <IconQrcode size={20} stroke={1.8} aria-hidden />
              </ActionIcon>
            </>
          )}
          {drop}
        </div>
      )}
      {code && link && !over && (
        <div className={css.code}>
          <Suspense fallback={null}>
            <QrCode text={link} label={t('groups:invite.code')} />
          </Suspense>
        </div>
      )}
    </div>
  )
}
