import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconPinnedOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { fullTime } from '../../../ui/time.ts'
import { jumpTo } from '../jump.ts'
import { may } from '../may.ts'
import { nameOf } from '../../../ui/names.ts'
import { summary } from '../summary.ts'
import css from './dialogs.module.css'

/** Every pinned message, the newest first. */
export default function PinsDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['pins', chat.id, chat.pinCount, chat.topPin?.id],
    queryFn: () => engine.messages.pins(chat.id),
  })
  return (
    <Sheet title={t('messages:allPins')} onClose={onClose}>
      {data?.length === 0 && <p className={css.empty}>{t('messages:noPins')}</p>}
      <ul className={css.list}>
        {data?.toReversed().map((pin) => (
          <li key={pin.id} className={css.option}>
            <UnstyledButton
              className={css.row}
              onClick={() => {
                onClose()
                jumpTo(chat.id, pin.id)
              }}
            >
              <span className={css.names}>
                <span className={css.name} dir="auto">
                  {summary(pin, t)}
                </span>
                <span className={css.line}>
                  {t('messages:from', { author: nameOf(pin.sender, chat.id, t), time: fullTime(pin.at, language) })}
                </span>
              </span>
            </UnstyledButton>
            {may(chat, pin).pin && (
              <ActionIcon
                aria-label={t('messages:unpin')}
                onClick={() => void act(engine.messages.pin(chat.id, pin.id, false))}
              >
                <IconPinnedOff size={21} stroke={1.8} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
