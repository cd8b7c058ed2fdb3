import { UnstyledButton } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconScreenShare } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { withCall } from '../calling.ts'
import { useNames } from '../names.ts'
import type { Seat } from './seats.ts'
import css from './ScreenPlate.module.css'

/** Who shows a screen; my own can be ended here. */
export function ScreenPlate({ chat, seat }: { chat: ChatId; seat: Seat }) {
  const t = useText()
  const name = useNames(chat)(seat.user)
  const mine = seat.device === null
  return (
    <span className={css.plate}>
      <IconScreenShare size={18} stroke={1.8} aria-hidden />
      <span className={css.words}>{mine ? t('calls:sharesOwn') : t('calls:shares', { name })}</span>
      {mine && (
        <UnstyledButton className={css.stop} onClick={() => void withCall((controls) => controls.shareScreen(false))}>
          {t('calls:shareStop')}
        </UnstyledButton>
      )}
    </span>
  )
}
