import type { Delivery } from '@soroka/client/types'
import { IconAlertCircleFilled, IconCheck, IconChecks, IconClock } from '@tabler/icons-react'
import { useText } from '../i18n/i18n.ts'
import css from './DeliveryMark.module.css'

const icons = {
  pending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircleFilled,
} as const

/** Clock, one mark, two marks, two accent marks, or the red one; the word is for screen readers. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const t = useText()
  const Icon = icons[delivery]
  return (
    <span className={css.mark} data-delivery={delivery} role="img" aria-label={t(`messages:delivery.${delivery}`)}>
      <Icon size={delivery === 'pending' ? 14 : 18} stroke={1.9} aria-hidden />
    </span>
  )
}
