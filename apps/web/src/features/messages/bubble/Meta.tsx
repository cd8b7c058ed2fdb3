import type { Delivery, MessageView } from '@soroka/client/types'
import { IconBellOff, IconClockHour4, IconHourglass, IconPinFilled } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { DeliveryMark } from '../../../ui/DeliveryMark.tsx'
import { clock } from '../../../ui/time.ts'
import css from './parts.module.css'

const icon = { size: 13, stroke: 2, role: 'img' }

/** Signs, time and delivery, at the end of the last line. */
export function Meta({ message, delivery }: { message: MessageView; delivery: Delivery | null }) {
  const t = useText()
  const language = useLanguage()
  return (
    <span className={css.meta}>
      {message.pinned && <IconPinFilled {...icon} aria-label={t('messages:pinned')} />}
      {message.expiresAt !== undefined && <IconHourglass {...icon} aria-label={t('messages:disappears')} />}
      {message.silent && <IconBellOff {...icon} aria-label={t('messages:silent')} />}
      {message.scheduled && <IconClockHour4 {...icon} aria-label={t('messages:scheduled')} />}
      {message.editedAt !== undefined && !message.deleted && <span>{t('messages:edited')}</span>}
      <time dateTime={new Date(message.at).toISOString()}>
        {clock(message.scheduled?.sendAt ?? message.at, language)}
      </time>
      {delivery && !message.scheduled && <DeliveryMark delivery={delivery} />}
    </span>
  )
}
