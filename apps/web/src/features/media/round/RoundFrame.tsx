import type { ReactNode } from 'react'
import css from './round.module.css'

const radius = 49
const around = 2 * Math.PI * radius

interface Props {
  className?: string | undefined
  /** From 0 to 1. */
  progress: number
  children: ReactNode
}

/** A circle with a ring that closes. */
export function RoundFrame({ className, progress, children }: Props) {
  return (
    <div className={[css.frame, className].join(' ')}>
      <div className={css.inside}>{children}</div>
      <svg className={css.ring} viewBox="0 0 100 100" aria-hidden>
        <circle
          cx={50}
          cy={50}
          r={radius}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, Math.max(0, progress)))}
        />
      </svg>
    </div>
  )
}
