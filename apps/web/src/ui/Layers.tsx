import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { layerStore } from './layer-store.ts'
import { Toaster } from './Toaster.tsx'

const ContextMenu = lazy(() => import('./ContextMenu.tsx'))
const Confirm = lazy(() => import('./Confirm.tsx'))

/** Menus, questions and toasts of every screen. */
export function Layers() {
  const menu = useStore(layerStore, (state) => state.menu)
  const question = useStore(layerStore, (state) => state.question)
  return (
    <>
      <Suspense fallback={null}>
        {menu && <ContextMenu key={`${menu.x} ${menu.y} ${menu.label}`} menu={menu} />}
        {question && <Confirm question={question} />}
      </Suspense>
      <Toaster />
    </>
  )
}
