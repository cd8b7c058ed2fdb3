import { useSyncExternalStore } from 'react'

function listen(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed)
  return () => document.removeEventListener('fullscreenchange', changed)
}

export function useFullScreen(): boolean {
  return useSyncExternalStore(listen, () => document.fullscreenElement !== null)
}

/** The whole page: the viewer with its own controls lies on top of it. */
export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
  else await document.documentElement.requestFullscreen()
}
