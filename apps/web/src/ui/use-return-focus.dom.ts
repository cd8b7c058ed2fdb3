import { useEffect, useState } from 'react'

/** What took the focus gives it back to where it was when it goes away. */
export function useReturnFocus(): void {
  // Read while drawing: a field with autoFocus takes it right after.
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected && before !== document.body)
        before.focus({ preventScroll: true })
    },
    [before],
  )
}
