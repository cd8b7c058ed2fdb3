import { type RefObject, useEffect, useState } from 'react'

/** Whether at least half of it is on the screen. */
export function useSeen(room: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!room.current) return
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting === true), { threshold: 0.5 })
    observer.observe(room.current)
    return () => observer.disconnect()
  }, [room])
  return seen
}
