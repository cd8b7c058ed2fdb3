import type { ReactNode } from 'react'
import { type AuthPath, go } from './auth-path.dom.ts'

interface Props {
  to: AuthPath
  className?: string | undefined
  children: ReactNode
}

/** A real link, so that it opens in a new tab too. */
export function AuthLink({ to, className, children }: Props) {
  return (
    <a
      href={to}
      className={className}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      {children}
    </a>
  )
}
