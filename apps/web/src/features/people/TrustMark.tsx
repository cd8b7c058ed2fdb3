import type { Verification } from '@soroka/client/types'
import { IconLockExclamation, IconShieldCheckFilled } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import css from './TrustMark.module.css'

/** Beside a name: his digits were compared, or his key is another than before. Nothing for all others. */
export function TrustMark({ verification, size = 16 }: { verification: Verification | undefined; size?: number }) {
  const t = useText()
  if (verification !== 'verified' && verification !== 'changed') return null
  const Icon = verification === 'verified' ? IconShieldCheckFilled : IconLockExclamation
  return (
    <Icon
      size={size}
      className={css.mark}
      data-trust={verification}
      role="img"
      aria-label={t(`people:verify.mark.${verification}`)}
    />
  )
}
