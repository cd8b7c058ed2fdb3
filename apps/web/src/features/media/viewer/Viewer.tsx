import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import type { StageProps } from './Stage.tsx'
import { viewerStore } from './viewer-store.ts'

export const loadStage = () => import('./Stage.tsx')
const Stage = lazy(loadStage)

/** Pictures over the whole screen; comes with its first use. */
export function Viewer(props: StageProps) {
  const open = useStore(viewerStore, ({ items }) => items.length > 0)
  return <Suspense fallback={null}>{open && <Stage {...props} />}</Suspense>
}
