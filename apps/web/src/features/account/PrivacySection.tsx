import { SegmentedControl, UnstyledButton } from '@mantine/core'
import type { AccountApi, PrivacyView } from '@soroka/client/types'
import { IconBan, IconChevronRight } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { BlockedPeople } from '../contacts/index.ts'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { SwitchRow } from '../../ui/SwitchRow.tsx'
import { useAccount } from './use-account.ts'

type Change = Parameters<AccountApi['update']>[0]

const audiences = ['everyone', 'contacts', 'nobody'] as const

interface ChoiceProps {
  name: 'lastSeen' | 'groups'
  value: PrivacyView['lastSeen'] | undefined
  onChange(change: Change): void
}

function AudienceChoice({ name, value, onChange }: ChoiceProps) {
  const t = useText()
  return (
    <div className={css.card}>
      <span className={css.switchText}>
        <b id={`privacy-${name}`}>{t(`account:privacy.${name}`)}</b>
        <span className={css.note}>{t(`account:privacy.${name}Hint`)}</span>
      </span>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-labelledby={`privacy-${name}`}
        disabled={value === undefined}
        value={value ?? 'everyone'}
        onChange={(audience) => onChange({ privacy: { [name]: audience } })}
        data={audiences.map((audience) => ({ value: audience, label: t(`account:privacy.audience.${audience}`) }))}
      />
    </div>
  )
}

/** Who sees what of me, and who may do what with me. */
export function PrivacySection() {
  const t = useText()
  const { account, failed, update } = useAccount()
  const [blocked, setBlocked] = useState(false)
  const { failure, submit } = useSubmit((change: Change) => update(change))
  const privacy = account?.privacy
  const named = (name: 'readReceipts' | 'findByEmail' | 'linkPreviews') => ({
    id: `privacy-${name}`,
    label: t(`account:privacy.${name}`),
    hint: t(`account:privacy.${name}Hint`),
  })
  return (
    <>
      <AudienceChoice name="lastSeen" value={privacy?.lastSeen} onChange={submit} />
      <div className={css.card}>
        <SwitchRow
          {...named('readReceipts')}
          on={privacy?.readReceipts}
          onChange={(readReceipts) => submit({ privacy: { readReceipts } })}
        />
        <SwitchRow
          id="privacy-typing"
          label={t('account:privacy.typing')}
          on={privacy?.typing}
          onChange={(typing) => submit({ privacy: { typing } })}
        />
      </div>
      <AudienceChoice name="groups" value={privacy?.groups} onChange={submit} />
      <div className={css.card}>
        <SwitchRow
          {...named('findByEmail')}
          on={account?.findByEmail}
          onChange={(findByEmail) => submit({ findByEmail })}
        />
        <SwitchRow
          {...named('linkPreviews')}
          on={account ? account.linkPreviews === true : undefined}
          onChange={(linkPreviews) => submit({ linkPreviews })}
        />
      </div>
      <UnstyledButton className={css.link} onClick={() => setBlocked(true)}>
        <IconBan size={22} stroke={1.8} aria-hidden />
        <b>{t('account:privacy.blocked')}</b>
        <IconChevronRight size={19} stroke={1.8} aria-hidden />
      </UnstyledButton>
      <FormFailure failure={failure ?? (failed && account === undefined ? { code: 'UNAVAILABLE', data: {} } : null)} />
      <Suspense fallback={null}>{blocked && <BlockedPeople onClose={() => setBlocked(false)} />}</Suspense>
    </>
  )
}
