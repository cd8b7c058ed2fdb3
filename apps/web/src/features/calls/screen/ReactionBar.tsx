import { UnstyledButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useEscape } from '../../../ui/use-escape.dom.ts'
import { useReturnFocus } from '../../../ui/use-return-focus.dom.ts'
import { withCall } from '../calling.ts'
import { viewStore } from '../view-store.ts'
import css from './Reactions.module.css'

const emoji = ['👍', '❤️', '😂', '👏', '🎉', '😮']
const close = () => viewStore.setState({ reacting: false })

/** What one thinks of it, without taking the word. */
export function ReactionBar() {
  const t = useText()
  const first = useRef<HTMLButtonElement>(null)
  useReturnFocus()
  useEscape(close)
  useEffect(() => first.current?.focus(), [])
  return (
    <div
      className={css.bar}
      role="menu"
      aria-label={t('calls:button.react')}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
    >
      {emoji.map((one, index) => (
        <UnstyledButton
          key={one}
          role="menuitem"
          ref={index === 0 ? first : undefined}
          className={css.choice}
          onClick={() => {
            void withCall((controls) => controls.react(one))
            close()
          }}
        >
          {one}
        </UnstyledButton>
      ))}
    </div>
  )
}
