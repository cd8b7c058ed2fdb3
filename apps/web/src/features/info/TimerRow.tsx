import type { ChatView } from '@soroka/client/types'
import { IconHourglass } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { InfoRow, rowIcon } from './InfoRow.tsx'
import { timerText } from './timer-choices.ts'
import { usePart } from './use-part.ts'

/** How long messages of a chat live; its page tells more. */
export function TimerRow({ chat }: { chat: ChatView }) {
  const t = useText()
  const { open } = usePart(chat.id)
  return (
    <InfoRow
      icon={<IconHourglass {...rowIcon} />}
      label={t('people:timer.title')}
      value={timerText(chat.timer, t)}
      onClick={() => open('timer')}
    />
  )
}
