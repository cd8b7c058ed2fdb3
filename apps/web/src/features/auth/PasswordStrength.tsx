import { useText } from '../../i18n/i18n.ts'
import css from './PasswordStrength.module.css'
import type { Strength } from './password-strength.ts'

const words = ['weak', 'fair', 'good', 'strong'] as const

/** Four bars and a word; the word is what a screen reader hears. */
export function PasswordStrength({ value, empty }: { value: Strength; empty: boolean }) {
  const t = useText()
  const word = words[value]
  return (
    <div className={css.meter} data-level={empty ? 'none' : value}>
      <div className={css.bars} aria-hidden>
        {words.map((name) => (
          <span key={name} className={css.bar} />
        ))}
      </div>
      <p className={css.word} role="status">
        {empty ? t('auth:passwordHint') : t(`auth:strength.${word}`)}
      </p>
    </div>
  )
}
