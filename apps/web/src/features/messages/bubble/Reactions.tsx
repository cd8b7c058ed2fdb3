import type { MessageView, ReactionView } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import { nameOf } from '../../../ui/names.ts'
import { toggleReaction } from '../react.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import css from './Reactions.module.css'

const named = 6

function Pill({ message, reaction }: { message: MessageView; reaction: ReactionView }) {
  const t = useText()
  const names = reaction.users.slice(0, named).map((user) => nameOf(user, message.chat, t))
  const others = reaction.count - names.length
  const who = others > 0 ? t('messages:namesAndMore', { names: names.join(', '), count: others }) : names.join(', ')
  return (
    <PlainButton
      className={css.pill}
      aria-pressed={reaction.own}
      aria-label={t('messages:reactionOf', { emoji: reaction.emoji, count: reaction.count, names: who })}
      title={who}
      onClick={() => toggleReaction(message, reaction.emoji)}
    >
      <span className={css.emoji} aria-hidden>
        {reaction.emoji}
      </span>
      <span key={reaction.count} aria-hidden>
        {reaction.count}
      </span>
    </PlainButton>
  )
}

/** Who felt what: own ones have a ring; a tap joins or leaves, hovering tells the names. */
export function Reactions({ message }: { message: MessageView }) {
  const t = useText()
  return (
    <div className={css.row} role="group" aria-label={t('messages:reactions')}>
      {message.reactions.map((reaction) => (
        <Pill key={reaction.emoji} message={message} reaction={reaction} />
      ))}
    </div>
  )
}
