import { useEffect, useState } from 'react'

/** Seconds since something runs. */
export function useSeconds(runs: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!runs) return
    const began = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - began) / 1000)), 250)
    return () => {
      clearInterval(timer)
      setSeconds(0)
    }
  }, [runs])
  return seconds
}
