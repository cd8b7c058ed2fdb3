import type { Delivery, MessageView } from '@soroka/client/types'
import { memo, useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { DeliveryMark } from '../../ui/DeliveryMark.tsx'
import { clock, fullTime } from '../../ui/time.ts'
import { FailedLine } from './FailedLine.tsx'
import css from './MessageBubble.module.css'
import { MessageText } from './MessageText.tsx'
import type { Position } from './rows.ts'
import { isEmojiOnly } from './text-shape.ts'

interface Props {
  message: MessageView
  position: Position
  /** Null on other people's messages. */
  delivery: Delivery | null
  author: string
  /** The one message that Tab reaches; arrows move it. */
  current: boolean
}

/** A message that was written a blink ago rises; history never moves. */
function useFresh(at: number): boolean {
  return useState(() => Date.now() - at < 1500)[0]
}

export const MessageBubble = memo(function MessageBubble({ message, position, delivery, author, current }: Props) {
  const t = useText()
  const language = useLanguage()
  const fresh = useFresh(message.at)
  // The arrows walk over messages: one of them takes Tab.
  const stop = { tabIndex: current ? 0 : -1 }
  const large = !message.problem && isEmojiOnly(message.text)
  return (
    <div className={css.line} data-own={message.own || undefined} data-pos={position} data-fresh={fresh || undefined}>
      <div
        className={css.bubble}
        data-large={large || undefined}
        data-problem={message.problem}
        data-message={message.key}
        {...stop}
        role="group"
        aria-label={t('messages:from', { author, time: fullTime(message.at, language) })}
      >
        {message.problem ? (
          <p className={css.problem}>{t(`messages:problem.${message.problem}`)}</p>
        ) : (
          <MessageText text={message.text} large={large} />
        )}
        <span className={css.meta}>
          <time dateTime={new Date(message.at).toISOString()}>{clock(message.at, language)}</time>
          {delivery && <DeliveryMark delivery={delivery} />}
        </span>
      </div>
      {delivery === 'failed' && <FailedLine message={message} />}
    </div>
  )
})
