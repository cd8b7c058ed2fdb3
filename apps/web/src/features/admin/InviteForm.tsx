import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { useState } from 'react'
import { inviteLink } from '../../app/kept-invite.dom.ts'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'

const day = 86_400_000
const lives = { day: 1, week: 7, month: 30 } as const
const uses = [1, 10, 100] as const

/** A new invite: for how long, for how many, and into which group they come at once. */
export function InviteForm({ onMade, onCancel }: { onMade(link: string): void; onCancel(): void }) {
  const t = useText()
  const [note, setNote] = useState('')
  const [life, setLife] = useState<keyof typeof lives>('week')
  const [maxUses, setMaxUses] = useState('10')
  const [group, setGroup] = useState('')
  const chats = useChats((state) => state.chats)
  const groups = Object.values(chats).filter((chat) => chat.kind === 'group' && chat.rights.manage && !chat.left)
  const { busy, failure, submit } = useSubmit(async () => {
    const span = { expiresAt: Date.now() + lives[life] * day, maxUses: Number(maxUses) }
    const into = group === '' ? null : await engine.groups.createInvite(group as ChatId, { ...span, approval: false })
    const { token } = await engine.admin.makeInvite({ ...(note.trim() === '' ? {} : { note: note.trim() }), ...span })
    onMade(inviteLink(token, into?.link?.split('#')[1] ?? null))
  })
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className={css.note}>{t('admin:invites.hint')}</p>
      <TextInput
        label={t('admin:invites.note')}
        maxLength={64}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <b id="invite-life">{t('admin:invites.life')}</b>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-labelledby="invite-life"
        value={life}
        onChange={setLife}
        data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`admin:invites.${value}`) }))}
      />
      <b id="invite-uses">{t('admin:invites.uses')}</b>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-labelledby="invite-uses"
        value={maxUses}
        onChange={setMaxUses}
        data={uses.map((value) => ({ value: String(value), label: String(value) }))}
      />
      {groups.length > 0 && (
        <NativeSelect
          label={t('admin:invites.group')}
          description={t('admin:invites.groupHint')}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value)}
          data={[
            { value: '', label: t('admin:invites.noGroup') },
            ...groups.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      )}
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy} loaderProps={{ 'aria-label': t('app:wait') }}>
        {t('admin:invites.make')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {t('app:cancel')}
      </Button>
    </form>
  )
}
