import { NativeSelect, SegmentedControl, UnstyledButton } from '@mantine/core'
import type { AccountApi, PrivacyView } from '@soroka/client/types'
import { IconBan, IconChevronRight } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { timers, timerText } from '../info/index.ts'
import { BlockedPeople } from '../contacts/index.ts'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { SwitchRow } from '../../ui/SwitchRow.tsx'
import { useAccount } from './use-account.ts'

type Change = Parameters<AccountApi['update']>[0]

const audiences = ['everyone', 'contacts', 'nobody'] as const

type Audience = PrivacyView['lastSeen']
/** What others see of me, and what they may do. */
const seen = ['lastSeen', 'photo', 'about', 'status', 'phone'] as const
const done = ['write', 'call', 'groups'] as const
type Name = (typeof seen | typeof done)[number]

interface ChoiceProps {
  name: Name
  value: Audience | undefined
  onChange(change: Change): void
}

function AudienceChoice({ name, value, onChange }: ChoiceProps) {
  const t = useText()
  const hinted = name !== 'photo' && name !== 'about' && name !== 'status'
  return (
    <div className={css.choice}>
      <span className={css.switchText}>
        <b id={`privacy-${name}`}>{t(`account:privacy.${name}`)}</b>
        {hinted && <span className={css.note}>{t(`account:privacy.${name}Hint`)}</span>}
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
  const named = (name: 'readReceipts' | 'findByNickname' | 'findByPhone' | 'findByEmail' | 'linkPreviews') => ({
    id: `privacy-${name}`,
    label: t(`account:privacy.${name}`),
    hint: t(`account:privacy.${name}Hint`),
  })
  return (
    <>
      <h2 className={css.caption}>{t('account:privacy.seen')}</h2>
      <div className={css.card}>
        {seen.map((name) => (
          <AudienceChoice key={name} name={name} value={privacy?.[name]} onChange={submit} />
        ))}
      </div>
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
      <h2 className={css.caption}>{t('account:privacy.done')}</h2>
      <div className={css.card}>
        {done.map((name) => (
          <AudienceChoice key={name} name={name} value={privacy?.[name]} onChange={submit} />
        ))}
      </div>
      <h2 className={css.caption}>{t('account:privacy.found')}</h2>
      <div className={css.card}>
        <SwitchRow
          {...named('findByNickname')}
          on={privacy?.findByNickname}
          onChange={(findByNickname) => submit({ privacy: { findByNickname } })}
        />
        <SwitchRow
          {...named('findByPhone')}
          on={privacy?.findByPhone}
          onChange={(findByPhone) => submit({ privacy: { findByPhone } })}
        />
        <SwitchRow
          {...named('findByEmail')}
          on={account?.findByEmail}
          onChange={(findByEmail) => submit({ findByEmail })}
        />
      </div>
      <div className={css.card}>
        <SwitchRow
          {...named('linkPreviews')}
          on={account ? account.linkPreviews === true : undefined}
          onChange={(linkPreviews) => submit({ linkPreviews })}
        />
      </div>
      <div className={css.card}>
        <NativeSelect
          label={t('account:privacy.newTimer')}
          description={t('account:privacy.newTimerHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          disabled={account === undefined}
          value={account?.newTimer ?? 0}
          onChange={(event) => submit({ newTimer: Number(event.currentTarget.value) })}
          data={[...new Set([...timers, account?.newTimer ?? 0])].map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t('people:timer.never') : timerText(seconds, t),
          }))}
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
