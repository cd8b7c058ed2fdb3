import { IconAlertTriangle } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { CallProblem } from '../../../stores/callStore.ts'
import css from './ProblemBar.module.css'

/** What went wrong, and what a person can do about it. */
export function ProblemBar({ problem }: { problem: CallProblem | null }) {
  const t = useText()
  return (
    <div role="alert" className={css.place}>
      {problem && (
        <p className={css.bar}>
          <IconAlertTriangle size={20} stroke={1.8} aria-hidden />
          {t(`calls:problem.${problem}`)}
        </p>
      )}
    </div>
  )
}
