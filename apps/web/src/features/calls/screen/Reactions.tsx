import type { ChatId } from '@soroka/protocol'
import { useCalls } from '../../../stores/callStore.ts'
import { useNames } from '../names.ts'
import css from './Reactions.module.css'

/** What people show of their feelings, for a moment: it rises at the side and is gone. */
export function Reactions({ chat }: { chat: ChatId }) {
  const reactions = useCalls((state) => state.reactions)
  const nameOf = useNames(chat)
  return (
    <div className={css.rising} role="status">
      {reactions.map(({ id, user, emoji }) => (
        <span key={id} className={css.one}>
          <span className={css.emoji}>{emoji}</span>
          <bdi className={css.name}>{nameOf(user)}</bdi>
        </span>
      ))}
    </div>
  )
}
