import { UnstyledButton } from '@mantine/core'
import type { ButtonHTMLAttributes } from 'react'

const { root } = UnstyledButton.classes as { root: string }

/** Looks as UnstyledButton without its styles API: of these a feed draws dozens in one frame. */
export function PlainButton({ className = '', ...others }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" className={`mantine-focus-auto ${root} ${className}`} {...others} />
}
