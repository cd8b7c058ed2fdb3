/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { answerMedia, hearMedia, isMedia } from './sw/media.ts'
import { isShare, takeShare } from './sw/share-target.ts'
import { hearPushes } from './sw/push/hear-pushes.ts'
import type { MediaWord } from './sw/talk.ts'

declare const self: ServiceWorkerGlobalScope & { precacheManifest: { url: string; revision: string | null }[] }

// The whole shell, engine and its chunks too: the app opens with the server down.
cleanupOutdatedCaches()
precacheAndRoute(self.precacheManifest)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/(api|ws|dev|healthz|readyz|metrics|media)(\/|$)/],
  }),
)

registerRoute(
  ({ url }) => isMedia(url),
  ({ event }) => answerMedia(event as FetchEvent),
)

registerRoute(
  ({ url }) => isShare(url),
  ({ event }) => takeShare(event as FetchEvent),
  'POST',
)

self.addEventListener('message', (event) => {
  const word = event.data as { type: 'SKIP_WAITING' } | MediaWord | null
  if (word?.type === 'SKIP_WAITING') void self.skipWaiting()
  else if (word) hearMedia(word)
})
hearPushes()
clientsClaim()
