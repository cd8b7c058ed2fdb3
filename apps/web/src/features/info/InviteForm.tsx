import { Button, SegmentedControl, Switch } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'

const day = 86_400_000
const lives = { day: 1, week: 7, month: 30 } as const
const uses = [1, 10, 100, 1000] as const

interface Props {
  chat: ChatView
  onDone(): void
  onCancel(): void
}

/** A new link: how long it lives, how many it lets in, and whether an admin is asked. */
export function InviteForm({ chat, onDone, onCancel }: Props) {
  const t = useText()
  const [life, setLife] = useState<keyof typeof lives>('week')
  const [maxUses, setMaxUses] = useState('100')
  const [approval, setApproval] = useState(false)
  const { busy, failure, submit } = useSubmit(async () => {
    await engine.groups.createInvite(chat.id, {
      expiresAt: Date.now() + lives[life] * day,
      maxUses: Number(maxUses),
      approval,
    })
    onDone()
  })
  return (
    <div>
      <h3 className={panel.heading} id="invite-life">
        {t('groups:invite.life')}
      </h3>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        aria-labelledby="invite-life"
        value={life}
        onChange={setLife}
        data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`groups:invite.${value}`) }))}
      />
      <h3 className={panel.heading} id="invite-uses">
        {t('groups:invite.maxUses')}
      </h3>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        aria-labelledby="invite-uses"
        value={maxUses}
        onChange={setMaxUses}
        data={uses.map((value) => ({ value: String(value), label: String(value) }))}
      />
      <label className={panel.row} htmlFor="invite-approval">
        <span className={panel.label}>
          {t('groups:invite.approval')}
          <span className={panel.hint}>{t('groups:invite.approvalHint')}</span>
        </span>
        <Switch
          id="invite-approval"
          aria-label={t('groups:invite.approval')}
          checked={approval}
          onChange={(event) => setApproval(event.currentTarget.checked)}
        />
      </label>
      <FormFailure failure={failure} />
      <div className={panel.actions}>
        <Button loading={busy} onClick={() => submit()}>
          {t('groups:invite.create')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('app:cancel')}
        </Button>
      </div>
    </div>
  )
}
