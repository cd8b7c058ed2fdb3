import { ActionIcon } from '@mantine/core'
import type { PlaceInvite } from '@soroka/protocol/contract'
import { IconTrash } from '@tabler/icons-react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { dayName } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'

/** One invite, without its link: that was shown when it was made. */
export function InviteLine({ invite, onChange }: { invite: PlaceInvite; onChange(): void }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const { uses, maxUses, expiresAt, revoked } = invite
  const over = revoked || expiresAt <= now || uses >= maxUses
  const came = t('admin:invites.came', { uses, max: maxUses })
  const end = over ? t('admin:invites.over') : t('admin:invites.until', { date: dayName(expiresAt, now, language) })
  const revoke = async () => {
    const yes = await ask({
      title: t('admin:invites.revokeTitle'),
      text: t('admin:invites.revokeText'),
      confirm: t('admin:invites.revoke'),
      danger: true,
    })
    if (yes && (await act(engine.admin.revokeInvite(invite.id), { text: t('admin:invites.revoked') }))) onChange()
  }
  return (
    <li className={panel.row}>
      <span className={panel.label}>
        <bdi>{invite.note === '' ? invite.madeByName : invite.note}</bdi>
        <span className={panel.hint}>{`${came}, ${end}`}</span>
      </span>
      {!over && (
        <ActionIcon aria-label={t('admin:invites.revoke')} onClick={() => void revoke()}>
          <IconTrash size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </li>
  )
}
