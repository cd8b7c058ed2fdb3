import { Button, Switch, Textarea } from '@mantine/core'
import type { OutgoingFile } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { IconPlus } from '@tabler/icons-react'
import { type ClipboardEvent, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { shapeOf } from '../shapes.ts'
import { chooseFiles } from './choose-files.dom.ts'
import css from './attach.module.css'
import { ItemCard } from './ItemCard.tsx'
import { filesOfTransfer } from './use-drop.dom.ts'
import { type Item, itemOf, usePrepared } from './use-prepared.ts'

interface Props {
  files: File[]
  /** What was written already becomes the caption. */
  caption: string
  onClose(): void
  /** @returns whether it was taken; then the dialog closes */
  onSend(files: OutgoingFile[], caption: string): Promise<boolean>
}

function moved(items: Item[], from: number, to: number): Item[] {
  const item = items[from]
  if (!item || to < 0 || to >= items.length) return items
  const rest = items.toSpliced(from, 1)
  return rest.toSpliced(to, 0, item)
}

/** What was chosen, before it is sent: order, caption, as pictures or as files. */
export default function AttachDialog({ files, caption, onClose, onSend }: Props) {
  const t = useText()
  const [items, setItems] = useState(() => files.map(itemOf))
  const [text, setText] = useState(caption)
  const [asDocument, setAsDocument] = useState(false)
  const [busy, setBusy] = useState(false)
  usePrepared(items, asDocument, (made) =>
    setItems((now) => now.map((item) => (item.key === made.key && item.source === made.source ? made : item))),
  )
  const tooLarge = items.some(({ source }) => source.size > limits.fileBytes)
  const ready = items.flatMap((item) => item.ready ?? [])
  const whole = ready.length === items.length
  const left = limits.messageText - text.length
  const visual = items.some(({ source }) => shapeOf(source.type) !== 'document' && shapeOf(source.type) !== 'audio')
  const add = (more: File[]) => setItems((now) => [...now, ...more.map(itemOf)])
  const remove = (key: number) => {
    const rest = items.filter((item) => item.key !== key)
    if (rest.length === 0) onClose()
    else setItems(rest)
  }
  const switchKind = (plain: boolean) => {
    setAsDocument(plain)
    setItems((now) => now.map(({ source }) => itemOf(source)))
  }
  const send = async () => {
    if (!whole || tooLarge || left < 0) return
    setBusy(true)
    const taken = await onSend(ready, text.trim())
    setBusy(false)
    if (taken) onClose()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = filesOfTransfer(event.clipboardData)
    if (pasted.length === 0) return
    event.preventDefault()
    add(pasted)
  }
  return (
    <Sheet
      title={t('media:attach.title', { count: items.length })}
      onClose={onClose}
      footer={
        <>
          <Textarea
            className={css.caption ?? ''}
            autosize
            minRows={1}
            maxRows={4}
            placeholder={t('media:attach.caption')}
            aria-label={t('media:attach.caption')}
            error={left < 0 ? t('messages:left', { count: left }) : undefined}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onPaste={onPaste}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              event.preventDefault()
              void send()
            }}
            data-autofocus
          />
          <Button disabled={!whole || tooLarge || left < 0} loading={busy} onClick={() => void send()}>
            {whole ? t('messages:send') : t('media:attach.preparing')}
          </Button>
        </>
      }
    >
      <ul className={css.items} aria-label={t('media:attach.chosen')}>
        {items.map((item, at) => (
          <ItemCard
            key={item.key}
            item={item}
            onRemove={() => remove(item.key)}
            onEarlier={at > 0 ? () => setItems(moved(items, at, at - 1)) : undefined}
            onLater={at < items.length - 1 ? () => setItems(moved(items, at, at + 1)) : undefined}
          />
        ))}
      </ul>
      <Button
        variant="subtle"
        leftSection={<IconPlus size={20} stroke={1.8} aria-hidden />}
        onClick={() => void chooseFiles().then(add)}
      >
        {t('media:attach.more')}
      </Button>
      {tooLarge && (
        <p className={css.problem} role="alert">
          {t('media:attach.tooLarge')}
        </p>
      )}
      {visual && (
        <label className={css.switch}>
          <span>
            {t('media:attach.asFiles')}
            <span className={css.note}>{t(asDocument ? 'media:attach.asFilesOn' : 'media:attach.asFilesOff')}</span>
          </span>
          <Switch
            aria-label={t('media:attach.asFiles')}
            checked={asDocument}
            onChange={(event) => switchKind(event.currentTarget.checked)}
          />
        </label>
      )}
    </Sheet>
  )
}
