import * as z from 'zod/mini'
import { base64url, seq, timestamp } from '../fields.ts'
import { chatId, deviceId } from '../ids.ts'
import { limits } from '../limits.ts'
import { notifySettings } from '../notifying.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

/**
 * none: never subscribed, or given back · active: pushes go there · failing: the push service does not answer, it is tried
 * again · refused: it does not take this server's pushes, subscribe anew · expired: it said that the subscription is gone.
 */
export const pushState = z.enum(['none', 'active', 'failing', 'refused', 'expired'])
export type PushState = z.infer<typeof pushState>

export const pushDevice = z.object({
  device: deviceId,
  state: pushState,
  /** Host of its push service; null: there is no subscription. */
  host: z.nullable(z.string()),
  /** When it subscribed first. */
  since: z.nullable(timestamp),
  /** Taken by the push service; given up after some tries; subscriptions that were over. */
  sent: z.int(),
  failed: z.int(),
  expired: z.int(),
  lastSentAt: z.nullable(timestamp),
  /** What went wrong last: the status of the push service (`410`), or `timeout`, `unreachable`, `forbidden_address`. */
  lastError: z.nullable(z.object({ at: timestamp, code: z.string() })),
  hideContent: z.boolean(),
  /** The one that asks. */
  own: z.boolean(),
})
export type PushDevice = z.infer<typeof pushDevice>

export const push = {
  key: signedIn
    .route({ method: 'GET', path: '/push/key', summary: 'The public VAPID key of this server, for subscribing' })
    .output(z.object({ key: base64url(65) })),
  subscribe: signedIn
    .route({
      method: 'PUT',
      path: '/push/subscription',
      summary: 'Where this device gets its pushes; again changes nothing, another takes the place of the first',
    })
    .errors(raises('PUSH_ENDPOINT_REFUSED'))
    .input(
      z.object({
        /** https, at an address of the world (S9). One that another device had moves to this one. */
        endpoint: z.string().check(z.maxLength(limits.pushEndpoint)),
        keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
        /** When the browser says that it ends. */
        expiration: z.optional(z.nullable(timestamp)),
        /** Nothing sealed rides along, and the worker shows no words. Left out: as it was. */
        hideContent: z.optional(z.boolean()),
        lang: z.enum(['ru', 'en']),
      }),
    )
    .output(pushDevice),
  unsubscribe: signedIn
    .route({ method: 'DELETE', path: '/push/subscription', summary: 'No more pushes to this device' })
    .output(z.object({ removed: z.boolean() })),
  /** Of which epochs this device holds the keys: only their messages ride in a push. They only rise. */
  holds: signedIn
    .route({ method: 'PUT', path: '/push/epochs', summary: 'The newest epoch of each chat that this device can open' })
    .input(
      z.object({
        epochs: z.array(z.object({ chat: chatId, epoch: seq })).check(z.minLength(1), z.maxLength(limits.pushEpochs)),
      }),
    )
    .output(z.object({ stored: z.int() })),
  test: signedIn
    .route({
      method: 'POST',
      path: '/push/test',
      summary: 'Send a push to a device of mine now; this one if none is named',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ device: z.optional(deviceId) }))
    .output(
      z.object({
        /** Whether the push service took it; what became of it, `device` tells. */
        sent: z.boolean(),
        device: pushDevice,
      }),
    ),
  devices: signedIn
    .route({ method: 'GET', path: '/push/devices', summary: 'How pushes to each signed-in device of mine fare' })
    .output(z.object({ devices: z.array(pushDevice) })),
  settings: signedIn
    .route({ method: 'GET', path: '/push/settings', summary: 'What I am notified of, on all devices' })
    .output(notifySettings),
  setSettings: signedIn
    .route({ method: 'PATCH', path: '/push/settings', summary: 'Change what I am notified of' })
    .input(z.partial(notifySettings))
    .output(notifySettings),
}
