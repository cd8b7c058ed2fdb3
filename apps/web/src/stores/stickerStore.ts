import type { StickerShelf } from '@soroka/client/types'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { engine } from '../engine/engine.ts'
import { authStore } from './authStore.ts'

/** Stickers and GIFs of the account, once somebody wanted to see them; null until they are read. */
export const stickerStore = createStore<{ shelf: StickerShelf | null }>(() => ({ shelf: null }))

let wanted = false
let newest = 0

async function read(): Promise<void> {
  const turn = ++newest
  const shelf = await engine.stickers.shelf()
  if (turn === newest) stickerStore.setState({ shelf })
}

/** The engine says that something of it changed. */
export function stickersChanged(): void {
  if (wanted) read().catch(console.error)
}

export function useShelf(): StickerShelf | null {
  useEffect(() => {
    if (wanted) return
    wanted = true
    read().catch((error: unknown) => {
      wanted = false
      console.error(error)
    })
  }, [])
  return useStore(stickerStore, ({ shelf }) => shelf)
}

authStore.subscribe(({ session }) => {
  if (session !== null) return
  wanted = false
  newest++
  stickerStore.setState({ shelf: null })
})
