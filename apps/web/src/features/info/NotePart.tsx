import { Button, Textarea, TextInput } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePeer } from '../../stores/chatStore.ts'
import field from '../../ui/Field.module.css'
import panel from '../../ui/Panel.module.css'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { usePart } from './use-part.ts'

const longestNote = 1000

/** How I call a contact, and what I want to remember: sealed, for my devices only. */
export function NotePart({ chat }: { chat: ChatView }) {
  const t = useText()
  const peer = usePeer(chat)
  const { back } = usePart(chat.id)
  const [name, setName] = useState(peer?.ownName === undefined ? '' : peer.name)
  const [note, setNote] = useState(peer?.note ?? '')
  const { busy, failure, submit } = useSubmit(async () => {
    if (!peer) return
    if (!peer.contact) await engine.contacts.add(peer.id)
    await engine.contacts.rename(peer.id, { name: name.trim(), note: note.trim() })
    back()
  })
  if (!peer) return null
  return (
    <form
      className={panel.fields}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextInput
        label={t('people:note.name')}
        placeholder={peer.ownName ?? peer.name}
        maxLength={limits.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        classNames={{ input: field.area ?? '' }}
        label={t('people:note.note')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={longestNote}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <p className={panel.note}>{t('people:note.hint')}</p>
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy}>
        {t('app:save')}
      </Button>
    </form>
  )
}
