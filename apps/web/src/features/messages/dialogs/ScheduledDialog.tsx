import { ActionIcon } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { fullTime } from '../../../ui/time.ts'
import { scheduledKey } from '../composer/composer-state.ts'
import { summary } from '../summary.ts'
import css from './dialogs.module.css'

/** Messages of this chat that wait for their time; each can be taken back. */
export default function ScheduledDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const language = useLanguage()
  const { data, refetch } = useQuery({
    queryKey: scheduledKey(chat.id),
    queryFn: () => engine.messages.scheduled(chat.id),
    staleTime: 0,
  })
  const drop = async (id: MsgId) => {
    await act(engine.messages.unschedule(chat.id, id))
    await refetch()
  }
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
            <ActionIcon aria-label={t('messages:schedule.drop')} onClick={() => void drop(message.id)}>
              <IconTrash size={21} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
