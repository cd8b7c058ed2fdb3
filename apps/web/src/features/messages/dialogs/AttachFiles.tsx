import { ActionIcon, Textarea } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { IconMoodSmile } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useCoarsePointer } from '../../../ui/use-viewport.dom.ts'
import { AttachDialog } from '../../media/index.ts'
import { typeInto } from '../composer/type-into.dom.ts'
import MentionList from '../composer/MentionList.tsx'
import { useMentions } from '../composer/use-mentions.ts'
import { useRoom } from '../composer/use-room.dom.ts'
import type { OpenDialog } from '../ui-store.ts'
import css from './dialogs.module.css'

const EmojiGrid = lazy(() => import('../composer/EmojiGrid.tsx'))

interface Props {
  chat: ChatView
  dialog: Extract<OpenDialog, { kind: 'attach' }>
  onClose(): void
}

/** Files before they are sent to this chat, with a caption that may call people. */
export default function AttachFiles({ chat, dialog, onClose }: Props) {
  const t = useText()
  const id = useId()
  const coarse = useCoarsePointer()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(dialog.caption)
  const mentions = useMentions(chat, field)
  const [emoji, setEmoji] = useState(false)
  const sent = useRef(false)
  useRoom(field)
  const left = limits.messageText - text.length
  const suggesting = mentions.found.length > 0

  const closeEmoji = () => {
    setEmoji(false)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, send: () => void) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const enter = event.key === 'Enter' && !event.shiftKey
    const chosen = mentions.found[mentions.active]
    if (suggesting && step) mentions.step(step)
    else if (suggesting && chosen && (enter || event.key === 'Tab')) mentions.choose(chosen)
    else if (suggesting && event.key === 'Escape') mentions.close()
    else if (enter && !coarse) send()
    else return
    event.preventDefault()
  }
  const caption = (send: () => void) => (
    <div
      className={css.caption}
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !emoji) return
        // The emoji go, the dialog stays.
        event.preventDefault()
        closeEmoji()
      }}
    >
      {suggesting && (
        <MentionList id={`${id}-mentions`} found={mentions.found} active={mentions.active} onChoose={mentions.choose} />
      )}
      {emoji && (
        <div className={css.emoji}>
          <Suspense fallback={null}>
            <EmojiGrid onPick={(symbol) => field.current && typeInto(field.current, symbol)} onClose={closeEmoji} />
          </Suspense>
        </div>
      )}
      <Textarea
        ref={field}
        autosize
        minRows={1}
        maxRows={4}
        placeholder={t('media:attach.caption')}
        aria-label={t('media:attach.caption')}
        aria-controls={suggesting ? `${id}-mentions` : undefined}
        aria-activedescendant={suggesting ? `${id}-mentions-${mentions.active}` : undefined}
        error={left < 0 ? t('messages:tooLong', { count: -left }) : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          mentions.look(event.currentTarget.value)
        }}
        onBlur={mentions.close}
        onKeyDown={(event) => onKeyDown(event, send)}
        data-autofocus={!coarse || undefined}
        // The keyboard of a phone has them.
        rightSectionWidth={52}
        rightSection={
          !coarse && (
            <ActionIcon
              aria-label={t('messages:emoji')}
              aria-expanded={emoji}
              onClick={() => (emoji ? closeEmoji() : setEmoji(true))}
            >
              <IconMoodSmile size={24} stroke={1.8} aria-hidden />
            </ActionIcon>
          )
        }
      />
    </div>
  )
  return (
    <AttachDialog
      files={dialog.files}
      quality={dialog.asFiles ? 'file' : 'usual'}
      taken={dialog.taken ?? false}
      caption={caption}
      fits={left >= 0}
      onClose={() => {
        if (!sent.current) dialog.keep?.(text)
        onClose()
      }}
      onSend={async (files) => {
        const words = text.trim().toWellFormed()
        sent.current = await dialog.send(files, { text: words, ...mentions.called(words) })
        return sent.current
      }}
    />
  )
}
