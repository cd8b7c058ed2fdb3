import { useEffect, useRef, useState } from 'react'

/** A photo or a film of a moment ago, with an address to look at it. */
export interface Taken {
  file: File
  url: string
}

/** What was taken last; its address goes with it. */
export function useTaken(): [taken: Taken | null, take: (file: File | null) => void] {
  const [taken, setTaken] = useState<Taken | null>(null)
  const held = useRef('')
  const take = (file: File | null) => {
    URL.revokeObjectURL(held.current)
    const next = file && { file, url: URL.createObjectURL(file) }
    held.current = next?.url ?? ''
    setTaken(next)
  }
  useEffect(() => {
    const last = held
    return () => URL.revokeObjectURL(last.current)
  }, [])
  return [taken, take]
}
