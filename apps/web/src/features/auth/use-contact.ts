import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'

/** Where those who run this server can be reached; empty: they did not say, or nobody wants to know. */
export function useContact(wanted: boolean): string {
  const [contact, setContact] = useState('')
  useEffect(() => {
    if (!wanted) return
    let gone = false
    engine.auth.place().then(
      (place) => {
        if (!gone) setContact(place.contact)
      },
      // Without an answer the line stands without it.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [wanted])
  return contact
}
