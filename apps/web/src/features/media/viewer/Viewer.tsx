import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { viewerStore } from './viewer-store.ts'

const Stage = lazy(() => import('./Stage.tsx'))

/** Pictures over the whole screen; comes with its first use. */
export function Viewer() {
  const open = useStore(viewerStore, ({ message }) => message !== null)
  return <Suspense fallback={null}>{open && <Stage />}</Suspense>
}
