import { SegmentedControl } from '@mantine/core'
import type { NotifyLevel, NotifySettings } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import seg from '../../../ui/Segments.module.css'
import account from '../../../ui/Settings.module.css'
import { SwitchRow } from './SwitchRow.tsx'

const levels: readonly NotifyLevel[] = ['all', 'mentions', 'none']

interface Props {
  settings: NotifySettings | undefined
  onChange(change: Partial<NotifySettings>): void
}

export function WhatCard({ settings, onChange }: Props) {
  const t = useText()
  return (
    <>
      <h3 className={account.caption}>{t('notify:what')}</h3>
      <div className={account.card}>
        <SwitchRow
          id="direct"
          label={t('notify:direct')}
          on={settings && settings.direct !== 'none'}
          onChange={(on) => onChange({ direct: on ? 'all' : 'none' })}
        />
        <span className={account.switchText}>
          <b id="notify-groups">{t('notify:groups')}</b>
        </span>
        <SegmentedControl
          fullWidth
          withItemsBorders={false}
          className={seg.control ?? ''}
          aria-labelledby="notify-groups"
          disabled={settings === undefined}
          value={settings?.groups ?? 'all'}
          onChange={(groups) => onChange({ groups })}
          data={levels.map((value) => ({ value, label: t(`notify:level.${value}`) }))}
        />
        {(['reactions', 'calls', 'requests'] as const).map((name) => (
          <SwitchRow
            key={name}
            id={name}
            label={t(`notify:${name}`)}
            on={settings?.[name]}
            onChange={(on) => onChange({ [name]: on })}
          />
        ))}
      </div>
    </>
  )
}
