import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { playingStore } from './playing-store.ts'

const PlayerBar = lazy(() => import('./PlayerBar.tsx'))

/** A place for what plays; nothing while nothing does. */
export function NowPlaying() {
  const on = useStore(playingStore, ({ playing }) => playing !== null)
  if (!on) return null
  return (
    <Suspense fallback={null}>
      <PlayerBar />
    </Suspense>
  )
}
