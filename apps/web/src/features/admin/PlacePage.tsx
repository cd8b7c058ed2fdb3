import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import type { Place, SignUpMode } from '@soroka/protocol/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { TryAgain } from '../people/index.ts'

const modes = ['open', 'invite', 'closed'] as const

/** Days to choose from; what the server was told by other means is among them. */
const lengths = (now: number) => [...new Set([0, 1, 3, 7, 14, 30, now])].sort((a, b) => a - b)

/** What the server is called, and who may make an account. */
export function PlacePage() {
  const { data, isError, refetch } = useQuery({ queryKey: ['desk', 'place'], queryFn: () => engine.admin.place() })
  if (isError) return <TryAgain onClick={() => void refetch()} />
  return data ? <PlaceForm place={data} /> : null
}

function PlaceForm({ place }: { place: Place }) {
  const t = useText()
  const queries = useQueryClient()
  const [name, setName] = useState(place.name)
  const [contact, setContact] = useState(place.contact)
  const [signUp, setSignUp] = useState<SignUpMode>(place.signUp)
  const [domains, setDomains] = useState(place.domains.join(', '))
  const [days, setDays] = useState(String(place.newcomerDays))
  const [saved, setSaved] = useState(false)
  const { busy, failure, submit } = useSubmit(async () => {
    const list = domains.split(/[\s,;]+/).filter(Boolean)
    await engine.admin.setPlace({
      name: name.trim(),
      contact: contact.trim(),
      newcomerDays: Number(days),
      signUp,
      domains: list.map((one) => one.replace(/^@/, '')),
    })
    await queries.invalidateQueries({ queryKey: ['desk'] })
    setSaved(true)
  })
  const typed = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    setSaved(false)
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={css.card}>
        <TextInput
          label={t('admin:place.name')}
          description={t('admin:place.nameHint')}
          maxLength={64}
          value={name}
          onChange={typed(setName)}
        />
        <TextInput
          label={t('admin:place.contact')}
          description={t('admin:place.contactHint')}
          maxLength={254}
          value={contact}
          onChange={typed(setContact)}
        />
      </div>
      <div className={css.card}>
        <span className={css.switchText}>
          <b id="place-mode">{t('admin:place.mode')}</b>
          <span className={css.note}>{t(`admin:place.modeHint.${signUp}`)}</span>
        </span>
        <SegmentedControl
          fullWidth
          withItemsBorders={false}
          className={seg.control ?? ''}
          aria-labelledby="place-mode"
          value={signUp}
          onChange={(mode) => {
            setSignUp(mode)
            setSaved(false)
          }}
          data={modes.map((value) => ({ value, label: t(`admin:place.modes.${value}`) }))}
        />
        {signUp === 'open' && (
          <TextInput
            label={t('admin:place.domains')}
            description={t('admin:place.domainsHint')}
            autoCapitalize="none"
            spellCheck={false}
            value={domains}
            onChange={typed(setDomains)}
          />
        )}
      </div>
      <div className={css.card}>
        <NativeSelect
          label={t('admin:place.newcomer')}
          description={t('admin:place.newcomerHint')}
          value={days}
          onChange={typed(setDays)}
          data={lengths(place.newcomerDays).map((count) => ({
            value: String(count),
            label: count === 0 ? t('admin:place.never') : t('admin:place.newcomerDays', { count }),
          }))}
        />
      </div>
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy} loaderProps={{ 'aria-label': t('app:wait') }}>
        {t('admin:place.save')}
      </Button>
      <p className={css.done} role="status">
        {saved ? t('admin:place.saved') : ''}
      </p>
    </form>
  )
}
