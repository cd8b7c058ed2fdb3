import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import { IconPinFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { FileThumb } from '../media/index.ts'
import { jumpTo } from './jump.ts'
import css from './PinnedBar.module.css'
import { summary } from './summary.ts'
import { openDialog } from './ui-store.ts'

/** The newest pinned message; each tap goes one further back, the pin opens them all. */
export function PinnedBar({ chat, pin }: { chat: ChatView; pin: MessageView }) {
  const t = useText()
  const [step, setStep] = useState(0)
  const { data } = useQuery({
    queryKey: ['pins', chat.id, chat.pinCount, pin.id],
    queryFn: () => engine.messages.pins(chat.id),
    enabled: chat.pinCount > 1,
  })
  const pins = data?.toReversed() ?? [pin]
  const at = step % Math.max(1, pins.length)
  const shown = pins[at] ?? pin
  const number = chat.pinCount > 1 ? pins.length - at : null
  return (
    <div className={css.bar}>
      {shown.files && <FileThumb files={shown.files} className={css.thumb} />}
      <UnstyledButton
        className={css.pin}
        onClick={() => {
          jumpTo(chat.id, shown.id)
          setStep(at + 1)
        }}
      >
        <span className={css.title}>
          {number === null ? t('messages:pinnedOne') : t('messages:pinnedNumber', { number })}
        </span>
        <span className={css.text} dir="auto">
          {summary(shown, t)}
        </span>
      </UnstyledButton>
      <ActionIcon aria-label={t('messages:allPins')} onClick={() => openDialog({ kind: 'pins' })}>
        <IconPinFilled size={19} aria-hidden />
      </ActionIcon>
    </div>
  )
}
