import { useSyncExternalStore } from 'react'
import { type InstallWay, wayToInstall } from './install-way.ts'

/** Chromium's offer to install; the libraries of types don't know it. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const standalone = matchMedia('(display-mode: standalone), (display-mode: window-controls-overlay)')
const listeners = new Set<() => void>()
let kept: InstallPrompt | null = null
let installed = false

function tell(): void {
  for (const listener of listeners) listener()
}

/** The browser says once, early, that it could install; the page asks when it is a good moment. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    kept = event as InstallPrompt
    tell()
  })
  addEventListener('appinstalled', () => {
    kept = null
    installed = true
    tell()
  })
}

function wayNow(): InstallWay {
  return wayToInstall({
    installed: installed || standalone.matches || (navigator as { standalone?: boolean }).standalone === true,
    canAsk: kept !== null,
    agent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
  })
}

/** How this browser puts the app among the others; changes when the browser offers it and when it is done. */
export function useInstallWay(): InstallWay {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    standalone.addEventListener('change', listener)
    return () => {
      listeners.delete(listener)
      standalone.removeEventListener('change', listener)
    }
  }, wayNow)
}

/** Shows the browser's own question, which may be asked once for each offer. */
export async function askToInstall(): Promise<boolean> {
  const prompt = kept
  kept = null
  const answer = await prompt?.prompt()
  tell()
  return answer?.outcome === 'accepted'
}
