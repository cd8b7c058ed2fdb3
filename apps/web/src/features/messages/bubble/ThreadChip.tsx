import type { MessageView } from '@soroka/client/types'
import { IconMessages } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { openThread } from '../ui-store.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import css from './parts.module.css'

/** How many answers stand in the thread that begins here. */
export function ThreadChip({ message }: { message: MessageView }) {
  const t = useText()
  return (
    <PlainButton className={css.thread} onClick={() => openThread(message.id)}>
      <IconMessages size={16} stroke={1.9} aria-hidden />
      {t('messages:replies', { count: message.replies?.count ?? 0 })}
    </PlainButton>
  )
}
