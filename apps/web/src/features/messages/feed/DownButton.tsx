import { UnstyledButton } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import css from './DownButton.module.css'

/** Back to the newest message, with how many are new there. */
export function DownButton({ shown, count, onClick }: { shown: boolean; count: number; onClick(): void }) {
  const t = useText()
  return (
    <UnstyledButton
      className={css.button}
      data-shown={shown || undefined}
      inert={!shown}
      aria-label={t('messages:toEnd', { count })}
      onClick={onClick}
    >
      <IconArrowDown size={22} stroke={1.8} aria-hidden />
      {count > 0 && (
        <span className={css.count} key={count} aria-hidden>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </UnstyledButton>
  )
}

/** To the next unread message that calls me; above the other button when both are there. */
export function MentionButton({ shown, raised, onClick }: { shown: boolean; raised: boolean; onClick(): void }) {
  const t = useText()
  return (
    <UnstyledButton
      className={css.button}
      data-mention={raised ? 'raised' : 'low'}
      data-shown={shown || undefined}
      inert={!shown}
      aria-label={t('messages:toMention')}
      onClick={onClick}
    >
      <span className={css.at} aria-hidden>
        @
      </span>
    </UnstyledButton>
  )
}
