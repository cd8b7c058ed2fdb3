import type { MessageView } from '@soroka/client/types'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { PlainButton } from '../../ui/PlainButton.tsx'
import { Markup } from './markup/Markup.tsx'
import css from './MessageBubble.module.css'
import { closeDirections, endsFromRight, fold } from './text-shape.ts'

/** Room for the time in the last line: as wide as the signs that stand there. */
function roomOf(message: MessageView): number {
  const signs = [message.pinned, message.expiresAt !== undefined, message.silent, message.scheduled]
  return Math.min(4, signs.filter(Boolean).length) + (message.editedAt === undefined ? 0 : 5)
}

/** The words of a message; a very long one is folded until somebody wants it whole. */
export function MessageText({ message, large }: { message: MessageView; large: boolean }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const short = open ? null : fold(message.text)
  const room = message.preview ? null : (
    <span
      className={css.space}
      data-room={roomOf(message)}
      data-under={endsFromRight(message.text) || undefined}
      aria-hidden
    />
  )
  return (
    <div className={css.text} data-large={large || undefined} dir="auto">
      {large ? (
        message.text
      ) : (
        <Markup
          text={closeDirections(short ?? message.text)}
          mentions={message.mentions}
          tail={short === null && room}
        />
      )}
      {short !== null && (
        <>
          {' '}
          <PlainButton className={css.more} onClick={() => setOpen(true)}>
            {t('messages:showMore')}
          </PlainButton>
          {room}
        </>
      )}
    </div>
  )
}
