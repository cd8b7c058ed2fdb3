import * as z from 'zod/mini'
import { base64url, timestamp } from '../fields.ts'
import { deviceId, deviceLinkId, flowId, userId } from '../ids.ts'
import { chainEntry, signature } from './account-parts.ts'
import { open, signedIn } from './base.ts'
import { delivery, deviceInfo, session } from './session.ts'
import { raises } from './errors.ts'

/** A device as it is to be certified: its id and public keys. */
const offeredDevice = z.object({ id: deviceId, signPub: base64url(32), sealPub: base64url(1216) })
/** 32 random bytes by which the new device, and nobody else, asks how its link stands; kept as a hash. */
const claim = z.string().check(z.regex(/^[\w-]{43}$/))
const fingerprint = base64url(32)

/** How a link stands, for the new device. */
const linkState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('open') }),
  /** Somebody who is signed in has read the code. */
  z.object({ is: z.literal('seen'), user: userId, name: z.string(), ik: fingerprint }),
  z.object({
    is: z.literal('approved'),
    user: userId,
    /** His chain up to the entry that certifies this device. */
    chain: z.array(chainEntry),
    /** The newest user key, sealed to this device. */
    box: base64url(1168),
    proof: base64url(32),
  }),
  z.object({ is: z.literal('refused') }),
])

/** The side of the new device, which has no account yet. */
export const newDeviceLink = {
  start: open
    .route({ method: 'POST', path: '/auth/link/start', summary: 'A new device wants to be linked by one that is in' })
    .input(z.object({ claim, device: offeredDevice, info: deviceInfo }))
    .output(z.object({ link: deviceLinkId, expiresAt: timestamp })),
  state: open
    .route({ method: 'POST', path: '/auth/link/state', summary: 'How the link stands that this device began' })
    .errors(raises('LINK_OVER'))
    .input(z.object({ link: deviceLinkId, claim }))
    .output(linkState),
  finish: open
    .route({
      method: 'POST',
      path: '/auth/link/finish',
      summary: 'A session for a device that was certified; signed with its key, and once',
    })
    .errors(raises('LINK_OVER', 'SIGNATURE_WRONG', 'ORIGIN_WRONG', 'ACCOUNT_SUSPENDED'))
    .input(
      z.object({
        link: deviceLinkId,
        claim,
        /** By the device key over deviceChallengeInput (records) with the link as the challenge. */
        signature,
        delivery,
      }),
    )
    .output(z.object({ session })),
}

/** The side of a device that is signed in. */
export const deviceLink = {
  look: signedIn
    .route({ method: 'POST', path: '/devices/link/look', summary: 'Which device shows this code; binds it to me' })
    .errors(raises('LINK_OVER', 'LINK_TAKEN'))
    .input(z.object({ link: deviceLinkId }))
    .output(
      z.object({
        device: offeredDevice,
        info: deviceInfo,
        /** The address that it asked from. */
        address: z.string(),
        /** The same network as mine. */
        near: z.boolean(),
        expiresAt: timestamp,
      }),
    ),
  approve: signedIn
    .route({
      method: 'POST',
      path: '/devices/link/approve',
      summary: 'Certify the device and seal it the user key; `flow` proves the password (auth/unlock)',
    })
    .errors(raises('LINK_OVER', 'FLOW_UNKNOWN', 'CHAIN_CONFLICT', 'CHAIN_REFUSED'))
    .input(
      z.object({
        link: deviceLinkId,
        flow: flowId,
        /** `device_add`. */
        entry: chainEntry,
        box: base64url(1168),
        proof: base64url(32),
      }),
    )
    .output(z.object({ device: deviceId })),
  refuse: signedIn
    .route({ method: 'POST', path: '/devices/link/refuse', summary: 'Not my device: the code is good for nothing' })
    .errors(raises('LINK_OVER'))
    .input(z.object({ link: deviceLinkId }))
    .output(z.object({ refused: z.boolean() })),
}
