import { Button } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { may } from '../may.ts'
import { endSelection } from '../ui-store.ts'
import css from './dialogs.module.css'

interface Props {
  chat: ChatView
  messages: MessageView[]
  onClose(): void
}

/** For me or for everyone; what was not sent is only taken back. */
export default function DeleteDialog({ chat, messages, onClose }: Props) {
  const t = useText()
  const [busy, setBusy] = useState(false)
  const ids = messages.map(({ id }) => id)
  const everyone = chat.kind !== 'nest' && messages.every((message) => may(chat, message).deleteForEveryone)
  const remove = async (forEveryone: boolean) => {
    setBusy(true)
    const done = await act(engine.messages.remove(chat.id, ids, { forEveryone }))
    setBusy(false)
    if (!done) return
    endSelection()
    onClose()
  }
  return (
    <Sheet
      low
      title={t('messages:deleteTitle', { count: messages.length })}
      onClose={onClose}
      footer={
        <>
          {everyone && (
            <Button color="danger" disabled={busy} onClick={() => void remove(true)}>
              {t('messages:deleteForEveryone')}
            </Button>
          )}
          <Button variant="default" disabled={busy} onClick={() => void remove(false)}>
            {t(chat.kind === 'nest' ? 'messages:delete' : 'messages:deleteForMe')}
          </Button>
        </>
      }
    >
      <p className={css.text}>{t(everyone ? 'messages:deleteText' : 'messages:deleteOwnText')}</p>
    </Sheet>
  )
}
