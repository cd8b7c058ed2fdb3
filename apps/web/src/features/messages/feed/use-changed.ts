import { useCallback, useRef, useState } from 'react'

/** State that hears of changes only: React would draw a component that is being drawn once more even for the same value. */
export function useChanged<T extends string | number | boolean | null>(first: T): [T, (value: T) => void] {
  const [value, setValue] = useState(first)
  const last = useRef(first)
  const change = useCallback((next: T) => {
    if (last.current === next) return
    last.current = next
    setValue(next)
  }, [])
  return [value, change]
}
