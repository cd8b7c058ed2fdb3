import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { OwnCall } from '../../../stores/callStore.ts'
import { withCall } from '../calling.ts'

const writes = 'input, textarea, select, [contenteditable]'

/** Space belongs to whatever is written in, and to a button that was reached by Tab. */
function spaceIsTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || document.querySelector('dialog[open]')) return true
  return target.closest(writes) !== null || (target.closest('button, a') !== null && target.matches(':focus-visible'))
}

/** Held Space: to be heard meanwhile; Escape: put aside. By `event.code`, like all keys here. */
export function useCallKeys(call: OwnCall, screen: RefObject<HTMLElement | null>): { talking: boolean } {
  const [talking, setTalking] = useState(false)
  const held = useRef(false)
  const speak = useEffectEvent((on: boolean) => {
    held.current = on
    setTalking(on)
    void withCall((controls) => controls.setMicrophone(on))
  })
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const inside = screen.current?.contains(event.target as Node) === true || event.target === document.body
    if (event.code === 'Space' && inside && !spaceIsTaken(event.target)) {
      event.preventDefault()
      if (!event.repeat && !call.media.audio && !held.current) speak(true)
    } else if (
      event.code === 'Escape' &&
      inside &&
      !event.defaultPrevented &&
      !document.querySelector('dialog[open]')
    ) {
      event.preventDefault()
      event.stopPropagation()
      void withCall((controls) => (call.over ? controls.dismiss() : controls.minimise(true)))
    }
  })
  const onKeyUp = useEffectEvent((event: KeyboardEvent) => {
    if (event.code !== 'Space' || !held.current) return
    // Else it would press the button that the pointer used last.
    event.preventDefault()
    speak(false)
  })
  const letGo = useEffectEvent(() => held.current && speak(false))
  useEffect(() => {
    const down = (event: KeyboardEvent) => onKeyDown(event)
    const up = (event: KeyboardEvent) => onKeyUp(event)
    const away = () => letGo()
    addEventListener('keydown', down, { capture: true })
    addEventListener('keyup', up, { capture: true })
    addEventListener('blur', away)
    return () => {
      removeEventListener('keydown', down, { capture: true })
      removeEventListener('keyup', up, { capture: true })
      removeEventListener('blur', away)
      letGo()
    }
  }, [])
  return { talking }
}
