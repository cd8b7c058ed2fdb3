import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { takeInvite } from './kept-invite.dom.ts'

/** Comes back to the invite link that was followed before the sign-in. */
export function useKeptInvite(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const hash = takeInvite()
    if (hash !== null && location.pathname !== '/join') void navigate({ to: '/join', hash, replace: true })
  }, [navigate])
}
