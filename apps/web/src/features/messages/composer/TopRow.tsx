import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './TopRow.module.css'

interface Props {
  icon: ReactNode
  title: string
  text: string
  closeLabel: string
  onOpen?: (() => void) | undefined
  onClose(): void
}

/** What the message is about, above the field: what it answers, changes or shows. */
export function TopRow({ icon, title, text, closeLabel, onOpen, onClose }: Props) {
  const words = (
    <>
      <span className={css.title}>{title}</span>
      <span className={css.text} dir="auto">
        {text}
      </span>
    </>
  )
  return (
    <div className={css.row}>
      <span className={css.icon} aria-hidden>
        {icon}
      </span>
      {onOpen ? (
        <UnstyledButton className={css.words} onClick={onOpen}>
          {words}
        </UnstyledButton>
      ) : (
        <div className={css.words}>{words}</div>
      )}
      <ActionIcon aria-label={closeLabel} onClick={onClose}>
        <IconX size={21} stroke={1.8} aria-hidden />
      </ActionIcon>
    </div>
  )
}
