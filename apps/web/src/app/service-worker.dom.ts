import { useSyncExternalStore } from 'react'
import { wsStore } from '../stores/wsStore.ts'

const hour = 3_600_000

let asked = false
let waiting: ServiceWorker | null = null
let reloading = false
const listeners = new Set<() => void>()

function setWaiting(worker: ServiceWorker | null): void {
  waiting = worker
  for (const listener of listeners) listener()
}

function reloadOnce(): void {
  if (reloading) return
  reloading = true
  location.reload()
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting && navigator.serviceWorker.controller) setWaiting(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    // Where none was active before, it is no newer version: WebKit tells of the first one's state late.
    if (registration.active === null) return
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) setWaiting(worker)
    })
  })
  // While the first one is being installed, WebKit would install it once more.
  const look = () => void (registration.active && registration.update().catch(() => undefined))
  setInterval(look, hour)
  // A server that was away may have come back as a newer one.
  wsStore.subscribe(({ engine: now }, { engine: before }) => {
    if (now === 'online' && before !== 'online') look()
  })
}

/** Registers the worker after the first screen; a new version waits until a person (or a hidden tab) takes it. */
export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD || import.meta.env.MODE === 'fake') return
  const controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over a page that is already right; what is being looked at elsewhere is left to its person.
    if (controlled && (asked || document.visibilityState === 'hidden')) reloadOnce()
  })
  // What the worker imports bears its hash in its name: it need not be fetched again to see whether there is news.
  void navigator.serviceWorker
    .register('/sw.js', { scope: '/', updateViaCache: 'imports' })
    .then(watch, (error: unknown) => {
      console.warn('The offline copy could not be set up', error)
    })
  // A chunk of a release that is gone: one reload fetches the new page, never a loop.
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem('soroka.reloaded') === 'yes') return
    sessionStorage.setItem('soroka.reloaded', 'yes')
    event.preventDefault()
    reloadOnce()
  })
  setTimeout(() => sessionStorage.removeItem('soroka.reloaded'), 30_000)
}

/** Takes the waiting version, or just reloads when there is none. */
export async function applyUpdate(): Promise<void> {
  asked = true
  if (waiting?.state === 'installed') return waiting.postMessage({ type: 'SKIP_WAITING' })
  const registration = await navigator.serviceWorker.getRegistration()
  await registration?.update()
  reloadOnce()
}

export function useUpdateReady(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => waiting !== null,
  )
}
