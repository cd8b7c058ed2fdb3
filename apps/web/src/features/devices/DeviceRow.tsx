import { ActionIcon } from '@mantine/core'
import type { DeviceView } from '@soroka/client/types'
import { IconLogout, IconPencil } from '@tabler/icons-react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { clock, dayName } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { DeviceIcon } from './DeviceIcon.tsx'
import css from './devices.module.css'

const MINUTES = 2 * 60_000

interface Props {
  device: DeviceView
  onRename(): void
  onEnd(): void
}

export function DeviceRow({ device, onRename, onEnd }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const { name, here, seenAt, addedAt } = device
  const seen = () => {
    if (here) return t('security:devices.here')
    if (now - seenAt < MINUTES) return t('security:devices.now')
    return t('security:devices.seen', { day: dayName(seenAt, now, language), time: clock(seenAt, language) })
  }
  return (
    <li className={css.device}>
      <span className={css.icon} data-here={here || undefined}>
        <DeviceIcon device={device} />
      </span>
      <span className={css.facts}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <span className={css.seen} data-here={here || undefined}>
          {seen()}
        </span>
        <span className={css.since}>{t('security:devices.since', { day: dayName(addedAt, now, language) })}</span>
      </span>
      <ActionIcon aria-label={t('security:devices.rename', { name })} onClick={onRename}>
        <IconPencil size={21} stroke={1.8} aria-hidden />
      </ActionIcon>
      {!here && (
        <ActionIcon className={css.end ?? ''} aria-label={t('security:devices.end', { name })} onClick={onEnd}>
          <IconLogout size={21} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </li>
  )
}
