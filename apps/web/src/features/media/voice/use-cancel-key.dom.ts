import { useEffect, useEffectEvent } from 'react'
import type { Recording } from './recording-store.ts'

/** Escape throws away what is being recorded; what waits in its chat goes by its own button only. */
export function useCancelKey(phase: Recording['phase'] | undefined, cancel: () => void): void {
  const runs = phase !== undefined && phase !== 'over' && phase !== 'sending'
  const onEscape = useEffectEvent(cancel)
  useEffect(() => {
    if (!runs) return
    const onKey = (event: KeyboardEvent) => {
      // A dialog over it is closed first.
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return
      event.preventDefault()
      onEscape()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [runs])
}
