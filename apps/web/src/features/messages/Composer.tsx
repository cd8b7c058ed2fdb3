import { ActionIcon, Textarea } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { IconArrowUp, IconMoodSmile } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useCoarsePointer } from '../../ui/use-viewport.dom.ts'
import css from './Composer.module.css'
import { insertAtCaret } from './insert-at-caret.dom.ts'
import { useDraft } from './use-draft.ts'

const EmojiGrid = lazy(() => import('./EmojiGrid.tsx'))
/** The browser grows the field by itself where it can; measuring in script costs a layout with each key. */
const growing = CSS.supports('field-sizing', 'content') ? { rows: 1 } : { autosize: true, minRows: 1, maxRows: 6 }
/** The counter appears when so many characters are left. */
const countFrom = 500

interface Props {
  draft: string
  onSend(text: string): Promise<void>
  onDraft(text: string): void
  onTyping(): void
}

export function Composer({ draft, onSend, onDraft, onTyping }: Props) {
  const t = useText()
  const coarse = useCoarsePointer()
  const field = useRef<HTMLTextAreaElement>(null)
  const [emoji, setEmoji] = useState(false)
  const { text, change, clear } = useDraft({ draft, field, onDraft, onTyping })
  const left = limits.messageText - text.length
  const ready = text.trim() !== '' && left >= 0

  const send = () => {
    if (!ready) return
    const words = text.trim()
    clear()
    void onSend(words).catch(() => change(words))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || coarse) return
    event.preventDefault()
    send()
  }
  const insert = (symbol: string) => {
    if (field.current) change(insertAtCaret(field.current, text, symbol))
  }

  return (
    <div className={css.area}>
      <form
        className={css.bar}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Textarea
          ref={field}
          className={css.field ?? ''}
          classNames={{ input: css.input ?? '' }}
          variant="unstyled"
          {...growing}
          aria-label={t('messages:field')}
          placeholder={t('messages:field')}
          autoFocus={!coarse}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          enterKeyHint={coarse ? 'enter' : 'send'}
        />
        {left < countFrom && (
          <span className={css.count} data-over={left < 0 || undefined} role="status">
            {t('messages:left', { count: left })}
          </span>
        )}
        <ActionIcon aria-label={t('messages:emoji')} aria-expanded={emoji} onClick={() => setEmoji(!emoji)}>
          <IconMoodSmile size={25} stroke={1.8} aria-hidden />
        </ActionIcon>
        <ActionIcon
          type="submit"
          variant="filled"
          color="sheen"
          className={css.send ?? ''}
          data-ready={ready || undefined}
          disabled={!ready}
          aria-label={t('messages:send')}
        >
          <IconArrowUp size={24} stroke={2.2} aria-hidden />
        </ActionIcon>
      </form>
      {emoji && (
        <Suspense fallback={null}>
          <EmojiGrid
            onPick={insert}
            onClose={() => {
              setEmoji(false)
              field.current?.focus()
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
