import { useEffect, useEffectEvent } from 'react'
import type { OwnCall } from '../../../stores/callStore.ts'
import { withCall } from '../calling.ts'

/**
 * Ctrl Shift M: microphone, Ctrl Shift O: camera; also while the call is a bar and one reads something else.
 * By `event.code`, so that they work with a Cyrillic layout too.
 */
export function useMediaKeys(call: OwnCall | null): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { code, altKey, shiftKey, repeat } = event
    if (!call || call.over || !(event.ctrlKey || event.metaKey) || !shiftKey || altKey) return
    if (code !== 'KeyM' && code !== 'KeyO') return
    event.preventDefault()
    if (repeat) return
    const { audio, video } = call.media
    void withCall((controls) => (code === 'KeyM' ? controls.setMicrophone(!audio) : controls.setCamera(!video)))
  })
  const inCall = call !== null
  useEffect(() => {
    if (!inCall) return
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [inCall])
}
