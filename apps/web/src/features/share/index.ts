import { useNavigate } from '@tanstack/react-router'
import { lazy, useEffect } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'
export { dropShared } from './kept-share.dom.ts'
import { hasShared } from './kept-share.dom.ts'

export const ShareSheet = lazy(async () => {
  const [sheet] = await Promise.all([import('./ShareSheet.tsx'), loadLaterTexts()])
  return sheet
})

/** Comes back to what was shared before the sign-in, or before the page was closed. */
export function useKeptShare(): void {
  const navigate = useNavigate()
  useEffect(() => {
    void hasShared().then((waits) => (waits ? navigate({ to: '/share', replace: true }) : undefined))
    // Once, when the signed-in half begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
}
