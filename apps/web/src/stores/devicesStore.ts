import { createStore } from 'zustand/vanilla'

/** `news` rises when my devices, or their names, may be others now. */
export const devicesStore = createStore<{ news: number }>(() => ({ news: 0 }))

export function devicesChanged(): void {
  devicesStore.setState(({ news }) => ({ news: news + 1 }))
}
