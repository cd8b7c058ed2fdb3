import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Door, takeLink } from './kept-link.dom.ts'

/** Opens what a link leads to. */
export function useOpenDoor(): (door: Door, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return (door, options = {}) =>
    void (door.kind === 'group'
      ? navigate({ to: '/join', hash: door.hash, ...options })
      : navigate({ to: '/@{$nickname}', params: { nickname: door.nickname }, ...options }))
}

/** Comes back to the link that was followed before the sign-in. */
export function useKeptLink(): void {
  const open = useOpenDoor()
  useEffect(() => {
    const door = takeLink()
    if (door !== null && !/^\/(join|@)/.test(location.pathname)) open(door, { replace: true })
    // Once, when the signed-in half begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
}
