import { ActionIcon, Button } from '@mantine/core'
import type { ChatView, InviteView } from '@soroka/client/types'
import { IconCopy, IconQrcode, IconShare, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { act, sayFailure } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { dayName } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
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
  const share = async (url: string) => {
    try {
      await navigator.share({ title: chat.title, url })
    } catch (error) {
      // Closing the system's own sheet is not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) sayFailure(error)
    }
  }
  return (
    <div className={panel.card}>
      <div className={panel.row}>
        <span className={panel.label}>
          <span className={css.link}>{link ?? t('groups:invite.others')}</span>
          <span className={panel.hint}>
            {isOver(invite, now) ? t('groups:invite.over') : `${came}, ${until}`}
            {invite.approval && ` · ${t('groups:invite.withApproval')}`}
          </span>
        </span>
      </div>
      <div className={panel.actions}>
        {link && (
          <>
            <Button
              size="compact-md"
              variant="light"
              leftSection={<IconCopy size={17} stroke={1.9} aria-hidden />}
              onClick={() => void act(navigator.clipboard.writeText(link), { text: t('groups:invite.copied') })}
            >
              {t('groups:invite.copy')}
            </Button>
            {'share' in navigator && (
              <ActionIcon aria-label={t('groups:invite.share')} onClick={() => void share(link)}>
                <IconShare size={20} stroke={1.8} aria-hidden />
              </ActionIcon>
            )}
            <ActionIcon aria-label={t('groups:invite.code')} aria-expanded={code} onClick={() => setCode(!code)}>
              <IconQrcode size={20} stroke={1.8} aria-hidden />
            </ActionIcon>
          </>
        )}
        <ActionIcon className={css.end ?? ''} aria-label={t('groups:invite.revoke')} onClick={() => void revoke()}>
          <IconTrash size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
      {code && link && (
        <div className={css.code}>
          <Suspense fallback={null}>
            <QrCode text={link} label={t('groups:invite.code')} />
          </Suspense>
        </div>
      )}
    </div>
  )
}
