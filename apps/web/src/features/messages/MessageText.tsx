import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from './MessageBubble.module.css'
import { linkify } from './linkify.ts'
import { fold } from './text-shape.ts'

/** The words of a message: plain text, with addresses that may be opened. Never markup. */
export function MessageText({ text, large }: { text: string; large: boolean }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const short = open ? null : fold(text)
  return (
    <div className={css.text} data-large={large || undefined} dir="auto">
      {linkify(short ?? text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // The same address may stand twice: the place is the key.
          <a key={index} className={css.link} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
      {short !== null && (
        <>
          {' '}
          <UnstyledButton className={css.more} onClick={() => setOpen(true)}>
            {t('messages:showMore')}
          </UnstyledButton>
        </>
      )}
      <span className={css.space} aria-hidden />
    </div>
  )
}
