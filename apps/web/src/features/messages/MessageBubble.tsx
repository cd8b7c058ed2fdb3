import type { Delivery, MessageView } from '@soroka/client/types'
import { IconCheck } from '@tabler/icons-react'
import { lazy, memo, Suspense, useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { hueOf } from '../../ui/initials.ts'
import { PlainButton } from '../../ui/PlainButton.tsx'
import { fullTime } from '../../ui/time.ts'
import { Attachments, isVisual } from '../media/index.ts'
import { isPackCard, isSticker, PackCard, StickerBubble } from '../stickers/index.ts'
import { Forwarded } from './bubble/Forwarded.tsx'
import { Meta } from './bubble/Meta.tsx'
import parts from './bubble/parts.module.css'
import { PreviewCard } from './bubble/PreviewCard.tsx'
import { Quote } from './bubble/Quote.tsx'
import { Reactions } from './bubble/Reactions.tsx'
import { ThreadChip } from './bubble/ThreadChip.tsx'
import { FailedLine } from './FailedLine.tsx'
import css from './MessageBubble.module.css'
import { MessageText } from './MessageText.tsx'
import { useName } from '../../ui/names.ts'
import type { Position } from './feed/rows.ts'
import { isEmojiOnly } from './text-shape.ts'
import { openDialog, useUi } from './ui-store.ts'
import { useOpenPerson } from './use-open-person.ts'

const Poll = lazy(() => import('./bubble/Poll.tsx'))

interface Props {
  message: MessageView
  position: Position
  /** Null on other people's messages. */
  delivery: Delivery | null
  /** In a group the sender's name and face stand beside the bubble. */
  group: boolean
  /** Where there is room for it. */
  faces?: boolean
  /** The one message that Tab reaches; arrows move it. */
  current: boolean
  /** In a thread the messages need no chip of it. */
  inThread?: boolean
}

/** A message that was written a blink ago rises; history never moves. */
function useFresh(at: number): boolean {
  return useState(() => Date.now() - at < 1500)[0]
}

function Author({ message, name }: { message: MessageView; name: string }) {
  const openPerson = useOpenPerson()
  return (
    <PlainButton
      className={parts.author}
      data-hue={hueOf(message.sender)}
      tabIndex={-1}
      onClick={() => openPerson(message.sender)}
    >
      <bdi>{name}</bdi>
    </PlainButton>
  )
}

/** Pictures without words fill the bubble: its time stands on them. */
function isCover({ files, text }: MessageView): boolean {
  return files !== undefined && text === '' && files.every(({ shape }) => isVisual(shape))
}

/** A face in a circle needs no bubble around it. */
function isRound({ files }: MessageView): boolean {
  return files?.[0]?.shape === 'round'
}

function Body({ message, large }: { message: MessageView; large: boolean }) {
  const t = useText()
  if (message.deleted) return <p className={css.problem}>{t(`messages:deletedBy.${message.deleted}`)}</p>
  if (message.problem) return <p className={css.problem}>{t(`messages:problem.${message.problem}`)}</p>
  if (isSticker(message) || isPackCard(message)) {
    const Part = isSticker(message) ? StickerBubble : PackCard
    return (
      <Suspense fallback={<div className={css.stickerRoom} data-card={isPackCard(message) || undefined} />}>
        <Part message={message} onOpen={() => openDialog({ kind: 'sticker', message })} />
      </Suspense>
    )
  }
  if (message.poll)
    return (
      <Suspense fallback={<div className={css.pollRoom} data-options={message.poll.options.length} />}>
        <Poll message={message} poll={message.poll} />
      </Suspense>
    )
  return (
    <>
      {message.files && (
        <Suspense fallback={null}>
          <Attachments message={message} />
        </Suspense>
      )}
      {!(message.files && message.text === '') && <MessageText message={message} large={large} />}
    </>
  )
}

export const MessageBubble = memo(function MessageBubble(props: Props) {
  const { message, position, delivery, group, faces = true, current, inThread = false } = props
  const t = useText()
  const language = useLanguage()
  const fresh = useFresh(message.at)
  const name = useName(message.sender, message.chat)
  // One subscription for all three: a feed has many bubbles.
  const mode = useUi((state) =>
    state.flash === message.id
      ? 'flash'
      : state.selected && (state.selected.has(message.id) ? 'selected' : 'selecting'),
  )
  const flash = mode === 'flash'
  const selected = mode === 'selected'
  const selecting = selected || mode === 'selecting'
  const peer = group && !message.own
  const whole = !message.problem && !message.deleted
  const bare = !message.replyTo && !message.forward && !message.preview && !message.poll && !message.files
  const sticker = whole && isSticker(message)
  const large = sticker || (whole && bare && isEmojiOnly(message.text))
  // The arrows walk over messages: one of them takes Tab.
  const stop = { tabIndex: current ? 0 : -1 }
  return (
    <div
      className={css.line}
      data-own={message.own || undefined}
      data-pos={position}
      data-fresh={fresh || undefined}
      data-group={group || undefined}
      data-flash={flash || undefined}
      data-selecting={selecting || undefined}
      data-selected={selected || undefined}
      data-line={message.key}
    >
      {selecting && (
        <span
          className={css.tick}
          data-on={selected || undefined}
          role="checkbox"
          aria-checked={selected}
          aria-label={t('messages:select')}
          tabIndex={-1}
        >
          {selected && <IconCheck size={16} stroke={3} aria-hidden />}
        </span>
      )}
      <div
        className={css.bubble}
        data-large={large || undefined}
        data-cover={(whole && isCover(message)) || undefined}
        data-round={(whole && isRound(message)) || undefined}
        data-problem={message.problem ?? (message.deleted && 'deleted')}
        data-message={message.key}
        {...stop}
        role="group"
        aria-label={t('messages:from', { author: name, time: fullTime(message.at, language) })}
      >
        {peer && faces && (position === 'one' || position === 'last') && (
          <span className={css.face}>
            <Avatar id={message.sender} name={name} size="xs" />
          </span>
        )}
        {peer && (position === 'one' || position === 'first') && !large && <Author message={message} name={name} />}
        {message.forward && whole && <Forwarded message={message} />}
        {message.replyTo && whole && !(inThread && message.replyTo.id === message.thread) && (
          <Quote quote={message.replyTo} chat={message.chat} own={message.own} />
        )}
        <Body message={message} large={large} />
        {message.preview && whole && <PreviewCard preview={message.preview} id={message.id} />}
        {message.preview && whole && <span className={css.metaRoom} />}
        <Meta message={message} delivery={message.deleted ? null : delivery} />
      </div>
      {message.reactions.length > 0 && whole && <Reactions message={message} />}
      {message.replies && message.replies.count > 0 && !inThread && <ThreadChip message={message} />}
      {delivery === 'failed' && <FailedLine message={message} />}
    </div>
  )
})
