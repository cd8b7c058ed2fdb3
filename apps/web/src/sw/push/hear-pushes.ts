/// <reference lib="webworker" />
import { answerPress } from './press.ts'
import { placeOf, subscriptionOptions } from './place-of.ts'
import { tellPush } from './push.ts'
import { keepServerHalf, loadServerHalf } from './server-half-loader.ts'

declare const self: ServiceWorkerGlobalScope

/** Notifications while no page is open: what comes, what is pressed, and a subscription that the browser renewed. */
export function hearPushes(): void {
  self.addEventListener('install', (event) => event.waitUntil(keepServerHalf()))
  self.addEventListener('push', (event) => event.waitUntil(tellPush(event.data)))
  self.addEventListener('notificationclick', (event) => {
    const { reply = '' } = event as NotificationEvent & { reply?: string | null }
    event.waitUntil(answerPress(event.notification, event.action, reply ?? ''))
  })
  self.addEventListener('pushsubscriptionchange', (event) => {
    const { newSubscription } = event as ExtendableEvent & { newSubscription?: PushSubscription | null }
    ;(event as ExtendableEvent).waitUntil(
      loadServerHalf().moveSubscription(async (key) =>
        placeOf(newSubscription ?? (await self.registration.pushManager.subscribe(subscriptionOptions(key)))),
      ),
    )
  })
}
