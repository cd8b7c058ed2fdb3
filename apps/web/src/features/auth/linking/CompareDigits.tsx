import { useText } from '../../../i18n/i18n.ts'
import css from './linking.module.css'

/** Six digits that a person compares between two screens. */
export function CompareDigits({ digits }: { digits: string }) {
  const t = useText()
  return (
    <p className={css.digits} role="group" aria-label={t('link:digits')} translate="no">
      <span>{digits.slice(0, 3)}</span>
      <span>{digits.slice(3)}</span>
    </p>
  )
}
