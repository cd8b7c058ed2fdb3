import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { playingStore } from './playing-store.ts'

const PlayerBar = lazy(() => import('./PlayerBar.tsx'))

/** A place for what plays, above the feed or at the foot of a list; nothing while nothing does. */
export function NowPlaying({ foot = false }: { foot?: boolean }) {
  const on = useStore(playingStore, ({ playing }) => playing !== null)
  if (!on) return null
  return (
    <Suspense fallback={null}>
      <PlayerBar foot={foot} />
    </Suspense>
  )
}
