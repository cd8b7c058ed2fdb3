import { ActionIcon, Textarea } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import { limits, type MsgId } from '@soroka/protocol'
import { IconCalendarClock, IconKeyboard, IconMoodSmile, IconPaperclip } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { hint } from '../../../engine/hint.ts'
import { useText } from '../../../i18n/i18n.ts'
import { usePrefs } from '../../../stores/prefsStore.ts'
import { act } from '../../../ui/act.ts'
import { useCoarsePointer } from '../../../ui/use-viewport.dom.ts'
import { DropZone, filesOfTransfer } from '../../media/index.ts'
import { MicButton, RecordBar, useRecorder } from '../../media/voice/index.ts'
import { StickerSuggest } from '../../stickers/index.ts'
import { sendMessage } from '../send.ts'
import { isEmojiOnly, isVisible } from '../text-shape.ts'
import { openDialog, replyTo, startEdit, useUi } from '../ui-store.ts'
import css from './Composer.module.css'
import { lastEditable, useDraftReply, useScheduledCount } from './composer-state.ts'
import { openAttachMenu, type SendOptions } from './composer-menus.tsx'
import { typeInto } from './type-into.dom.ts'
import { OnEscape } from './OnEscape.tsx'
import { SendButton } from './SendButton.tsx'
import { TopRows } from './TopRows.tsx'
import { useAttach } from './use-attach.ts'
import { useDraft } from './use-draft.ts'
import { useExpressions } from './use-expressions.ts'
import { useLinkPreview } from './use-link-preview.ts'
import { useMentions } from './use-mentions.ts'
import { useRoom } from './use-room.dom.ts'

const ExpressionPanel = lazy(() => import('./ExpressionPanel.tsx'))
const MentionList = lazy(() => import('./MentionList.tsx'))
/** The browser grows the field by itself where it can; measuring in script costs a layout with each key. */
const growing = CSS.supports('field-sizing', 'content') ? { rows: 1 } : { autosize: true, minRows: 1, maxRows: 6 }
/** The counter appears when so many characters are left. */
const countFrom = 500

interface Props {
  chat: ChatView
  thread?: MsgId
}

export function Composer({ chat, thread }: Props) {
  const t = useText()
  const id = useId()
  const coarse = useCoarsePointer()
  const enterSends = usePrefs((state) => state.enterSends)
  const field = useRef<HTMLTextAreaElement>(null)
  const [emoji, setEmoji] = useState(false)
  // Of the chat and its open thread only the upper one answers and edits.
  const reply = useUi((state) => (state.thread === (thread ?? null) ? state.reply : null))
  const edit = useUi((state) => (state.thread === (thread ?? null) ? state.edit : null))
  const [edited, setEdited] = useState(edit?.text ?? '')
  // The words of the message stand in the field from the first draw of its edit.
  const [begun, setBegun] = useState(edit)
  if (edit !== begun) {
    setBegun(edit)
    if (edit) setEdited(edit.text)
  }
  const main = thread === undefined
  const draft = useDraft({
    draft: main ? chat.draft : undefined,
    replyTo: reply?.id,
    field,
    onDraft: (value) => main && hint(engine.chats.setDraft(chat.id, value)),
    onTyping: () => hint(engine.chats.startTyping(chat.id)),
  })
  useDraftReply(chat, main)
  useRoom(field)
  const text = edit ? edited : draft.text
  const change = edit ? setEdited : draft.change
  const mentions = useMentions(chat, field)
  const link = useLinkPreview(text, !edit)
  const waiting = useScheduledCount(chat.id, main)
  const left = limits.messageText - text.length
  const ready = left >= 0 && isVisible(text)
  const suggesting = mentions.found.length > 0
  const lone = edit === null && !emoji && text.length < 12 && isEmojiOnly(text) ? text.trim() : null

  useEffect(() => {
    if (edit ?? reply) field.current?.focus()
  }, [edit, reply])

  const save = (message: MessageView, words: string) => {
    startEdit(null)
    if (words === message.text) return
    void act(engine.messages.edit(chat.id, message.id, { text: words, ...mentions.called(words, message.mentions) }))
  }
  // An answer in a thread quotes its first message: in the chat itself nobody would know what it is about.
  const answered = reply?.id ?? thread
  const about = () => ({
    ...(answered === undefined ? {} : { replyTo: answered }),
    ...(thread === undefined ? {} : { thread }),
  })
  const files = useAttach({
    chat: chat.id,
    text,
    about,
    keep: draft.change,
    onSent: () => {
      draft.clear()
      replyTo(null)
    },
  })
  const expressions = useExpressions({
    chat: chat.id,
    about,
    onSent: () => {
      replyTo(null)
      // Beside the field it would stand over what was sent.
      if (!coarse) setEmoji(false)
    },
  })
  const recorder = useRecorder({
    place: { chat: chat.id, thread },
    send: async (outgoing) => {
      const taken = await act(sendMessage(chat.id, { ...outgoing, ...about() }))
      if (taken) replyTo(null)
      return taken
    },
  })
  const send = (options: SendOptions = {}) => {
    if (!ready) return
    const words = text.trim().toWellFormed()
    field.current?.focus()
    mentions.close()
    if (edit) return save(edit, words)
    const outgoing = {
      text: words,
      ...mentions.called(words),
      ...about(),
      ...(link.preview ? { preview: link.preview } : {}),
      ...options,
    }
    draft.clear()
    link.forget()
    mentions.forget()
    replyTo(null)
    void act(sendMessage(chat.id, outgoing), options.sendAt ? { text: t('messages:schedule.done') } : {}).then(
      (sent) => {
        if (!sent) draft.change(words)
        else if (options.sendAt) waiting.refresh()
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const enter = event.key === 'Enter' && !event.shiftKey
    const command = event.ctrlKey || event.metaKey
    const chosen = mentions.found[mentions.active]
    if (suggesting && step) mentions.step(step)
    else if (suggesting && chosen && (enter || event.key === 'Tab')) mentions.choose(chosen)
    else if (event.key === 'Enter' && (command || (enterSends && enter && !coarse))) send()
    else if (event.key === 'ArrowUp' && text === '' && main) {
      const message = lastEditable(chat)
      if (!message) return
      startEdit(message)
    } else return
    event.preventDefault()
  }
  const closePanel = () => {
    setEmoji(false)
    if (!coarse) field.current?.focus()
  }
  const insert = (symbol: string) => {
    if (field.current) typeInto(field.current, symbol)
  }
  const cancel = () => (edit ? startEdit(null) : replyTo(null))

  return (
    <div className={css.area}>
      {(edit ?? reply) && !emoji && !suggesting && <OnEscape run={cancel} />}
      {suggesting && <OnEscape run={mentions.close} />}
      {main && !edit && <DropZone take={files.attach} />}
      {suggesting && (
        <Suspense fallback={null}>
          <MentionList
            id={`${id}-mentions`}
            found={mentions.found}
            active={mentions.active}
            onChoose={mentions.choose}
          />
        </Suspense>
      )}
      {lone !== null && (
        <Suspense fallback={null}>
          <StickerSuggest
            emoji={lone}
            onSend={(sticker) => {
              draft.clear()
              expressions.send(sticker)
            }}
          />
        </Suspense>
      )}
      <form
        className={css.bar}
        data-bare={!main || edit !== null || undefined}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <TopRows chat={chat} edit={edit} reply={reply} link={link} onCancel={cancel} />
        {main && !edit && (
          <ActionIcon
            aria-label={t('messages:attach')}
            aria-haspopup="menu"
            onClick={(event) => openAttachMenu(event.currentTarget, files, t)}
          >
            <IconPaperclip size={24} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <Textarea
          ref={field}
          className={css.field ?? ''}
          classNames={{ input: css.input ?? '' }}
          variant="unstyled"
          {...growing}
          aria-label={t(main ? 'messages:field' : 'messages:threadField')}
          placeholder={t(main ? 'messages:field' : 'messages:threadField')}
          aria-controls={suggesting ? `${id}-mentions` : undefined}
          aria-activedescendant={suggesting ? `${id}-mentions-${mentions.active}` : undefined}
          autoFocus={!coarse}
          value={text}
          onChange={(event) => {
            change(event.currentTarget.value)
            mentions.look(event.currentTarget.value)
          }}
          onBlur={mentions.close}
          onFocus={() => coarse && setEmoji(false)}
          onPaste={(event) => {
            const pasted = edit ? [] : filesOfTransfer(event.clipboardData)
            if (pasted.length === 0) return
            event.preventDefault()
            files.attach(pasted)
          }}
          onKeyDown={onKeyDown}
          enterKeyHint={coarse ? 'enter' : 'send'}
        />
        {left < countFrom && (
          <span className={css.count} data-over={left < 0 || undefined} role="status">
            {left < 0 ? t('messages:tooLong', { count: -left }) : t('messages:left', { count: left })}
          </span>
        )}
        {waiting.count > 0 && text === '' && (
          <ActionIcon
            aria-label={t('messages:schedule.open', { count: waiting.count })}
            onClick={() => openDialog({ kind: 'scheduled' })}
          >
            <IconCalendarClock size={24} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          aria-label={t(emoji && coarse ? 'stickers:keyboard' : 'stickers:panel')}
          aria-expanded={emoji}
          onClick={() => {
            setEmoji(!emoji)
            // On a phone panel and keyboard take turns.
            if (emoji) field.current?.focus()
          }}
        >
          {emoji && coarse ? (
            <IconKeyboard size={25} stroke={1.8} aria-hidden />
          ) : (
            <IconMoodSmile size={25} stroke={1.8} aria-hidden />
          )}
        </ActionIcon>
        {text === '' && !edit ? (
          <MicButton place={recorder.place} send={recorder.send} />
        ) : (
          <SendButton ready={ready} editing={edit !== null} onSend={send} />
        )}
        {recorder.on && <RecordBar id={recorder.id} send={recorder.send} />}
      </form>
      {emoji && (
        <Suspense fallback={null}>
          <ExpressionPanel
            wordsOnly={edit !== null}
            onPick={insert}
            onClose={closePanel}
            stickers={expressions.stickers}
            gifs={expressions.gifs}
          />
        </Suspense>
      )}
    </div>
  )
}
