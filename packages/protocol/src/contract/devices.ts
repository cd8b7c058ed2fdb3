import * as z from 'zod/mini'
import { base64url, humanText, timestamp } from '../fields.ts'
import { deviceId, flowId } from '../ids.ts'
import { limits } from '../limits.ts'
import { accountBlob, chainEntry } from './account-parts.ts'
import { signedIn } from './base.ts'
import { deviceLink } from './device-link.ts'
import { raises } from './errors.ts'

const deviceName = humanText(limits.deviceName)

/** A device that is signed in. */
export const device = z.object({
  id: deviceId,
  name: z.string(),
  kind: z.enum(['web', 'bot']),
  addedAt: timestamp,
  /** When it was last heard of, to a minute. */
  seenAt: timestamp,
})

/** A PUK seed that was sealed to one device (crypto/account/rotate). */
const deviceBox = base64url(1168)
const wrappedSeed = base64url(60)

/**
 * A new account secret and a new user key (R1): what stays gets them, what goes does not. One transaction takes all of it,
 * and asks all chats of the person for a new key (R8).
 */
export const renewal = z.object({
  /** A `device_revoke` for each device that goes, then `puk`. */
  chain: z.array(chainEntry).check(z.minLength(1), z.maxLength(1100)),
  /** AS for every factor that there is (`as.*`). */
  wraps: z.array(accountBlob).check(z.maxLength(16)),
  ik: wrappedSeed,
  puk: wrappedSeed,
  /** One for each device that stays. */
  boxes: z.array(z.object({ device: deviceId, box: deviceBox })).check(z.maxLength(1000)),
})

export const devices = {
  link: deviceLink,
  list: signedIn
    .route({ method: 'GET', path: '/devices', summary: 'My devices that are signed in, the newest first' })
    .output(z.object({ devices: z.array(device) })),
  rename: signedIn
    .route({ method: 'PATCH', path: '/devices/{device}', summary: 'Call a device of mine something else' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ device: deviceId, name: deviceName }))
    .output(z.object({ renamed: z.boolean() })),
  key: signedIn
    .route({
      method: 'GET',
      path: '/devices/key',
      summary: 'The newest user key that was sealed to this device, if any',
    })
    .output(z.object({ key: z.nullable(z.object({ gen: z.int(), box: deviceBox })) })),
  revoke: signedIn
    .route({
      method: 'POST',
      path: '/devices/revoke',
      summary: 'End devices of mine for good and renew all keys; `flow` proves the password (auth/unlock)',
    })
    .errors(raises('FLOW_UNKNOWN', 'CHAIN_CONFLICT', 'CHAIN_REFUSED'))
    .input(z.extend(renewal, { flow: flowId }))
    .output(z.object({ revoked: z.array(deviceId) })),
}
