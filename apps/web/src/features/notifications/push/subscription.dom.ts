import i18next from 'i18next'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { placeOf, subscriptionOptions } from '../../../sw/push/place-of.ts'
import { atShelf } from '../../../sw/push/shelf.ts'
import { isWantedHere } from './push-way.dom.ts'

/** Some browsers never answer (ms). */
const PATIENCE = 15_000

/** Why this device gets no pushes, though it may: the browser's push service does not answer or does not want. */
export type SubscribeOutcome = 'done' | 'unwanted' | 'no_service'

/**
 * Makes sure that the server knows where this device gets its pushes, at each start: browsers change it behind our back.
 * @throws EngineError
 */
export async function subscribeHere(): Promise<SubscribeOutcome> {
  if (!isWantedHere() || Notification.permission !== 'granted') return 'unwanted'
  const [key, devices] = await Promise.all([engine.push.key(), engine.push.devices()])
  const state = devices.find(({ own }) => own)?.state
  const subscription = await inTime(find(key, state === 'expired' || state === 'refused'))
  const place = subscription === null ? null : placeOf(subscription)
  if (place === null) return 'no_service'
  await engine.push.subscribe(place, i18next.language === 'ru' ? 'ru' : 'en')
  return 'done'
}

/** No more pushes to this device. */
export async function unsubscribeHere(): Promise<void> {
  await engine.push.unsubscribe()
  await forgetHere()
}

/** The session is over: nothing of it is shown on this device any more. */
export async function forgetHere(): Promise<void> {
  const registration = await inTime(navigator.serviceWorker.ready)
  if (registration === null) return
  const subscription = await inTime(registration.pushManager.getSubscription())
  await subscription?.unsubscribe()
  await atShelf(async () => {
    for (const notification of await registration.getNotifications()) notification.close()
  })
  await navigator.clearAppBadge?.()
}

/** `over`: the push service told the server so; the browser may not have heard of it. */
async function find(key: string, over: boolean): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready
  const known = await pushManager.getSubscription()
  if (known !== null && !over && isFor(known, key)) return known
  // Of another server, or of this one before its keys were made anew.
  await known?.unsubscribe()
  return await pushManager.subscribe(subscriptionOptions(key))
}

function isFor({ options }: PushSubscription, key: string): boolean {
  const { applicationServerKey: bytes } = options
  if (bytes === null) return true
  let text = ''
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === key
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))
  return await Promise.race([work.catch(notTheirs), late])
}

/** The browser refuses, or has no push service behind it. */
function notTheirs(error: unknown): null {
  if (error instanceof DOMException && !(error instanceof EngineError)) return null
  throw error
}
