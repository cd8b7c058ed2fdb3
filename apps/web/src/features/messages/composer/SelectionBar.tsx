import { ActionIcon } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconArrowForwardUp, IconCopy, IconTrash, IconX } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { clock, dayLabel } from '../../../ui/time.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { may } from '../may.ts'
import { nameOf } from '../../../ui/names.ts'
import { endSelection, openDialog, useUi } from '../ui-store.ts'
import { OnEscape } from './OnEscape.tsx'
import css from './SelectionBar.module.css'

/** What may be done with the chosen messages at once. */
export default function SelectionBar({ chat }: { chat: ChatView }) {
  const t = useText()
  const language = useLanguage()
  const selected = useUi((state) => state.selected)
  const messages = [...(selected?.values() ?? [])].toSorted((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity))
  const allowed = messages.map((message) => may(chat, message))
  const copy = () => {
    const text = messages
      .map((message) => {
        const day = dayLabel(message.at, Date.now(), language)
        return `${nameOf(message.sender, chat.id, t)}, ${day} ${clock(message.at, language)}\n${message.text}`
      })
      .join('\n\n')
    void navigator.clipboard.writeText(messages.length === 1 ? (messages[0]?.text ?? '') : text).then(() => {
      toastStore.getState().show({ kind: 'plain', text: t('messages:copied') })
      endSelection()
    })
  }
  return (
    <div className={css.bar} role="toolbar" aria-label={t('messages:selection')}>
      <OnEscape run={endSelection} />
      <ActionIcon aria-label={t('messages:endSelection')} onClick={endSelection}>
        <IconX size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
      <span className={css.count} role="status">
        {t('messages:selected', { count: messages.length })}
      </span>
      <ActionIcon aria-label={t('messages:copy')} disabled={!allowed.every((one) => one.copy)} onClick={copy}>
        <IconCopy size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon
        aria-label={t('messages:forward')}
        disabled={!allowed.every((one) => one.forward)}
        onClick={() => openDialog({ kind: 'forward', messages })}
      >
        <IconArrowForwardUp size={24} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon
        className={css.delete ?? ''}
        aria-label={t('messages:delete')}
        onClick={() => openDialog({ kind: 'delete', messages })}
      >
        <IconTrash size={23} stroke={1.8} aria-hidden />
      </ActionIcon>
    </div>
  )
}
