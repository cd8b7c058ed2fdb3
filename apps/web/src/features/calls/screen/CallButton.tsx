import { UnstyledButton } from '@mantine/core'
import type { MouseEvent, ReactNode } from 'react'
import css from './CallButton.module.css'

interface Props {
  label: string
  icon: ReactNode
  /** Keys and whatever else a longer name tells. */
  title?: string
  /** A thing that is on or off: off is a white disc. */
  on?: boolean
  /** What is on now and is not usually: a raised hand, my screen. */
  lit?: boolean
  danger?: boolean
  menu?: boolean
  onClick(event: MouseEvent<HTMLElement>): void
}

/** A round button of a call with its word below. */
export function CallButton({ label, icon, title, on, lit, danger, menu, onClick }: Props) {
  const kind = danger ? 'danger' : on === false || lit ? 'white' : 'grey'
  return (
    <UnstyledButton
      className={css.button}
      data-kind={kind}
      aria-pressed={on ?? lit}
      aria-haspopup={menu ? 'menu' : undefined}
      title={title}
      onClick={onClick}
    >
      <span className={css.disc}>{icon}</span>
      <span className={css.label}>{label}</span>
    </UnstyledButton>
  )
}
