import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let minute = Math.floor(Date.now() / 60_000)

setInterval(() => {
  const now = Math.floor(Date.now() / 60_000)
  if (now === minute) return
  minute = now
  for (const listener of listeners) listener()
}, 5_000)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Milliseconds since 1970, renewed once a minute: enough for "yesterday" and "seen 5 minutes ago". */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => minute) * 60_000
}
