import type { PushPlace } from '@soroka/client/types'

/** What the server needs of a subscription; null when it lacks its keys. */
export function placeOf(subscription: PushSubscription): PushPlace | null {
  const { endpoint, keys, expirationTime } = subscription.toJSON()
  const { p256dh, auth } = keys ?? {}
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return null
  return { endpoint, keys: { p256dh, auth }, expiration: expirationTime ?? null }
}

/** @param key the server's VAPID key, base64url */
export function subscriptionOptions(key: string): PushSubscriptionOptionsInit {
  return { userVisibleOnly: true, applicationServerKey: key }
}
