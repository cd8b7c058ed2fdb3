import { setWantedHere } from './push-way.dom.ts'
import { type SubscribeOutcome, subscribeHere } from './subscription.dom.ts'

/** Asks the browser, by a person's press, and subscribes. */
export async function turnOn(): Promise<SubscribeOutcome> {
  setWantedHere(true)
  const permission =
    Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission
  return permission === 'granted' ? await subscribeHere() : 'unwanted'
}
