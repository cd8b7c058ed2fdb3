import { useSyncExternalStore } from 'react'

export type Viewport = 'phone' | 'tablet' | 'desktop'

const phone = matchMedia('(max-width: 44.99em)')
const desktop = matchMedia('(min-width: 80em)')
/** A finger and no keyboard: Enter makes a line, nothing takes the focus by itself. */
const coarse = matchMedia('(pointer: coarse)')

function subscribe(listener: () => void): () => void {
  for (const query of [phone, desktop, coarse]) query.addEventListener('change', listener)
  return () => {
    for (const query of [phone, desktop, coarse]) query.removeEventListener('change', listener)
  }
}

export function useViewport(): Viewport {
  return useSyncExternalStore(subscribe, () => (phone.matches ? 'phone' : desktop.matches ? 'desktop' : 'tablet'))
}

export function useCoarsePointer(): boolean {
  return useSyncExternalStore(subscribe, () => coarse.matches)
}

export function motionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches || document.documentElement.dataset['motion'] === 'off'
}
