import { Button, Switch } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { endSelection } from '../ui-store.ts'
import { ChatTargets } from './ChatTargets.tsx'
import css from './dialogs.module.css'

interface Props {
  chat: ChatView
  messages: MessageView[]
  onClose(): void
}

export default function ForwardDialog({ chat, messages, onClose }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<ChatId>>(new Set())
  const [hideAuthor, setHideAuthor] = useState(false)
  const [busy, setBusy] = useState(false)
  const forward = async () => {
    setBusy(true)
    const ids = messages.map(({ id }) => id)
    const to = [...chosen]
    // Who is led to the one chat sees it there.
    const only = to.length === 1 && to[0] !== chat.id ? to[0] : undefined
    const said = only ? {} : { text: t('messages:forwardDone', { count: to.length }) }
    const done = await act(engine.messages.forward(chat.id, ids, to, { hideAuthor }), said)
    setBusy(false)
    if (!done) return
    endSelection()
    onClose()
    if (only) void navigate({ to: '/c/$chatId', params: { chatId: only } })
  }
  return (
    <Sheet
      title={t('messages:forwardTitle', { count: messages.length })}
      onClose={onClose}
      footer={
        <>
          <label className={css.switch}>
            {t('messages:hideAuthor')}
            <Switch checked={hideAuthor} onChange={(event) => setHideAuthor(event.currentTarget.checked)} />
          </label>
          <Button disabled={chosen.size === 0} loading={busy} onClick={() => void forward()}>
            {chosen.size > 1 ? t('messages:forwardTo', { count: chosen.size }) : t('messages:forward')}
          </Button>
        </>
      }
    >
      <ChatTargets chosen={chosen} onChange={setChosen} />
    </Sheet>
  )
}
