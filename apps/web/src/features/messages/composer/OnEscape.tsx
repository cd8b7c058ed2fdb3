import { useEffect, useEffectEvent } from 'react'

/** While it is drawn, Escape runs this and nothing below; a dialog over it comes first. */
export function OnEscape({ run }: { run(): void }) {
  const onEscape = useEffectEvent(run)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return
      event.preventDefault()
      onEscape()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [])
  return null
}
