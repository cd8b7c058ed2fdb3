import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { emojiGroups, recentEmoji, rememberEmoji } from '../emoji.ts'
import css from './EmojiGrid.module.css'

/** The system's own emoji, by groups; those that were picked lately first. */
export default function EmojiList({ onPick }: { onPick(symbol: string): void }) {
  const t = useText()
  const [recent] = useState(recentEmoji)
  const groups = [{ name: 'recent', symbols: recent }, ...emojiGroups].filter((group) => group.symbols.length > 0)
  return groups.map((group) => (
    <section key={group.name} aria-label={t(`messages:emojiGroups.${group.name}`)}>
      <h2 className={css.heading}>{t(`messages:emojiGroups.${group.name}`)}</h2>
      <div className={css.grid}>
        {group.symbols.map((symbol) => (
          <UnstyledButton
            key={symbol}
            className={css.cell}
            data-cell
            onClick={() => {
              rememberEmoji(symbol)
              onPick(symbol)
            }}
          >
            {symbol}
          </UnstyledButton>
        ))}
      </div>
    </section>
  ))
}
