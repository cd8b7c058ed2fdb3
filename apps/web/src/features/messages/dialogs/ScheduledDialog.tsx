import { ActionIcon } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import { IconCalendarClock, IconDots, IconSend, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { openMenuAt } from '../../../ui/layer-store.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { fullTime } from '../../../ui/time.ts'
import { scheduledKey } from '../composer/composer-state.ts'
import { summary } from '../summary.ts'
import { openDialog } from '../ui-store.ts'
import css from './dialogs.module.css'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** Only words can be changed: a poll is bound to its message, files were promised to it. */
const isText = ({ poll, files }: MessageView) => !poll && !files

/** Messages of this chat that wait for their time; each can be changed, sent at once or taken back. */
export default function ScheduledDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const language = useLanguage()
  const { data, refetch } = useQuery({
    queryKey: scheduledKey(chat.id),
    queryFn: () => engine.messages.scheduled(chat.id),
    staleTime: 0,
  })
  const done = async (work: Promise<void>) => {
    await act(work)
    const { data: left } = await refetch()
    if (left?.length === 0) onClose()
  }
  const choices = (message: MessageView) => [
    ...(isText(message)
      ? [
          {
            label: t('messages:schedule.now'),
            icon: <IconSend {...icon} />,
            run: () => void done(engine.messages.reschedule(chat.id, message.id, {})),
          },
          {
            label: t('messages:schedule.change'),
            icon: <IconCalendarClock {...icon} />,
            run: () => openDialog({ kind: 'reschedule', message }),
          },
        ]
      : []),
    {
      label: t('messages:schedule.drop'),
      icon: <IconTrash {...icon} />,
      danger: true,
      run: () => void done(engine.messages.unschedule(chat.id, message.id)),
    },
  ]
  const rows = data?.toSorted((a, b) => (a.scheduled?.sendAt ?? 0) - (b.scheduled?.sendAt ?? 0))
  return (
    <Sheet title={t('messages:schedule.list')} onClose={onClose}>
      {rows?.length === 0 && <p className={css.empty}>{t('messages:schedule.none')}</p>}
      <ul className={css.list}>
        {rows?.map((message) => (
          <li key={message.id} className={css.row}>
            <span className={css.names}>
              <span className={css.name} dir="auto">
                {summary(message, t)}
              </span>
              <span className={css.line}>
                {fullTime(message.scheduled?.sendAt ?? message.at, language)}
                {message.scheduled?.held && ` · ${t('messages:schedule.held')}`}
              </span>
            </span>
            <ActionIcon
              aria-label={t('messages:schedule.more')}
              aria-haspopup="menu"
              onClick={(event) => openMenuAt(event.currentTarget, summary(message, t), choices(message))}
            >
              <IconDots size={21} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
