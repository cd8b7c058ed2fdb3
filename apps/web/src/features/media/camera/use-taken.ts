import { useEffect, useState } from 'react'

/** A photo or a film of a moment ago, with an address to look at it. */
export interface Taken {
  file: File
  url: string
}

/** What was taken; its address goes with it. */
export function useTaken(): [taken: Taken | null, take: (file: File | null) => void] {
  const [taken, setTaken] = useState<Taken | null>(null)
  useEffect(() => {
    if (taken) return () => URL.revokeObjectURL(taken.url)
    return undefined
  }, [taken])
  return [taken, (file) => setTaken(file && { file, url: URL.createObjectURL(file) })]
}
