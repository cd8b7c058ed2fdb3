import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import panel from '../../ui/Panel.module.css'

/** Of the signs that stand before a row's words. */
export const rowIcon = { size: 22, stroke: 1.8, 'aria-hidden': true } as const

interface Props {
  icon: ReactNode
  label: string
  value?: string
  hint?: string
  danger?: boolean
  accent?: boolean
  onClick?(event: MouseEvent<HTMLElement>): void
}

/** A row of a card: a page opens behind it when it can be pressed. */
export function InfoRow({ icon, label, value, hint, danger, accent, onClick }: Props) {
  const content = (
    <>
      <span className={panel.icon}>{icon}</span>
      <span className={panel.label}>
        {label}
        {hint && <span className={panel.hint}>{hint}</span>}
      </span>
      {value && <span className={panel.value}>{value}</span>}
      {onClick && !danger && !accent && (
        <IconChevronRight size={19} stroke={1.8} className={panel.chevron} aria-hidden />
      )}
    </>
  )
  if (!onClick) return <div className={panel.row}>{content}</div>
  return (
    <UnstyledButton
      className={panel.row}
      data-danger={danger || undefined}
      data-accent={accent || undefined}
      onClick={onClick}
    >
      {content}
    </UnstyledButton>
  )
}
