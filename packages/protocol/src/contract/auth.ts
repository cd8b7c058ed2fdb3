import * as z from 'zod/mini'
import { email, humanText, nickname, sixDigits, timestamp } from '../fields.ts'
import { flowId, sessionId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { accountBlob, chainEntry, opaque, signature } from './account-parts.ts'
import { open, signedIn } from './base.ts'
import { newDeviceLink } from './device-link.ts'
import { renewal } from './devices.ts'
import { raises } from './errors.ts'
import { passkeys } from './passkeys.ts'
import { inviteToken } from './place.ts'
import { delivery, deviceInfo, session } from './session.ts'

const signUp = {
  start: open
    .route({ method: 'POST', path: '/auth/sign-up/start', summary: 'Begin a sign-up: mails a six-digit code' })
    .errors(raises('SIGN_UP_CLOSED', 'SETUP_TOKEN_NEEDED', 'INVITE_INVALID'))
    .input(
      z.object({
        email,
        registrationRequest: opaque,
        locale: z.enum(['ru', 'en']),
        setupToken: z.optional(z.string().check(z.maxLength(64))),
        /** Who holds one may sign up where others may not. */
        invite: z.optional(inviteToken),
      }),
    )
    .output(z.object({ flow: flowId, user: userId, registrationResponse: opaque, codeExpiresAt: timestamp })),
  resend: open
    .route({ method: 'POST', path: '/auth/sign-up/resend', summary: 'Mail a new code for the same sign-up' })
    .errors(raises('FLOW_UNKNOWN'))
    .input(z.object({ flow: flowId }))
    .output(z.object({ codeExpiresAt: timestamp })),
  finish: open
    .route({
      method: 'POST',
      path: '/auth/sign-up/finish',
      summary: 'Confirm the code; the account and its first device exist after it',
    })
    .errors(
      raises(
        'FLOW_UNKNOWN',
        'CODE_WRONG',
        'CODE_EXPIRED',
        'CHAIN_REFUSED',
        'NICKNAME_TAKEN',
        'ORIGIN_WRONG',
        'SIGN_UP_CLOSED',
        'INVITE_INVALID',
      ),
    )
    .input(
      z.object({
        flow: flowId,
        code: sixDigits,
        name: humanText(limits.name),
        nickname: z.optional(nickname),
        registrationRecord: opaque,
        /** The `create` entry, which certifies the first device. */
        chain: chainEntry,
        blobs: z.array(accountBlob).check(z.maxLength(16)),
        device: deviceInfo,
        delivery,
      }),
    )
    .output(z.object({ session, nickname })),
}

/** Six digits of an authenticator, or a backup code with or without its dash. */
const secondFactorCode = z.string().check(z.trim(), z.minLength(6), z.maxLength(20))

const unlockedAnswer = z.object({
  flow: flowId,
  user: userId,
  chain: z.array(chainEntry),
  blobs: z.array(accountBlob),
})

const signIn = {
  start: open
    .route({
      method: 'POST',
      path: '/auth/sign-in/start',
      summary: 'First message of OPAQUE; an unknown e-mail is answered alike',
    })
    .input(z.object({ email, startLoginRequest: opaque }))
    .output(z.object({ flow: flowId, loginResponse: opaque })),
  finish: open
    .route({
      method: 'POST',
      path: '/auth/sign-in/finish',
      summary: 'Prove the password; answers with what the new device needs to certify itself',
    })
    .errors(raises('FLOW_UNKNOWN', 'CREDENTIALS_WRONG', 'SECOND_FACTOR_NEEDED', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ flow: flowId, finishLoginRequest: opaque }))
    .output(unlockedAnswer),
  secondFactor: open
    .route({
      method: 'POST',
      path: '/auth/sign-in/second-factor',
      summary: 'What SECOND_FACTOR_NEEDED asked for, with its `flow`; answers as the password alone would have',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ flow: flowId, code: secondFactorCode }))
    .output(unlockedAnswer),
  device: open
    .route({
      method: 'POST',
      path: '/auth/sign-in/device',
      summary: 'Add the signed `device_add` entry and get a session',
    })
    .errors(raises('FLOW_UNKNOWN', 'CHAIN_CONFLICT', 'CHAIN_REFUSED', 'ORIGIN_WRONG', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ flow: flowId, chain: chainEntry, device: deviceInfo, delivery }))
    .output(z.object({ session })),
}

const recoveredAnswer = z.object({
  flow: flowId,
  user: userId,
  registrationResponse: opaque,
  /** Of the password now; the change is signed for the next one (R10). */
  version: z.int(),
  chain: z.array(chainEntry),
  blobs: z.array(accountBlob),
})

const recovery = {
  start: open
    .route({ method: 'POST', path: '/auth/recovery/start', summary: 'Mail a code to begin with a new password' })
    .input(z.object({ email, locale: z.enum(['ru', 'en']) }))
    .output(z.object({ flow: flowId, codeExpiresAt: timestamp })),
  verify: open
    .route({
      method: 'POST',
      path: '/auth/recovery/verify',
      summary: 'Confirm the code; answers with the wraps that the recovery key opens',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'CODE_EXPIRED', 'SECOND_FACTOR_NEEDED', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ flow: flowId, code: sixDigits, registrationRequest: opaque }))
    .output(recoveredAnswer),
  secondFactor: open
    .route({
      method: 'POST',
      path: '/auth/recovery/second-factor',
      summary: 'What SECOND_FACTOR_NEEDED asked for, with its `flow`; answers as the code by e-mail alone would have',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ flow: flowId, code: secondFactorCode, registrationRequest: opaque }))
    .output(recoveredAnswer),
  finish: open
    .route({
      method: 'POST',
      path: '/auth/recovery/finish',
      summary: 'Set the new password, signed by the account key (R10), and certify this device',
    })
    .errors(
      raises(
        'FLOW_UNKNOWN',
        'SIGNATURE_WRONG',
        'CHAIN_CONFLICT',
        'CHAIN_REFUSED',
        'CONFLICT',
        'ORIGIN_WRONG',
        'ACCOUNT_SUSPENDED',
      ),
    )
    .input(
      z.object({
        flow: flowId,
        registrationRecord: opaque,
        /** AS under the new password's export key. */
        wrap: accountBlob,
        /** By authKey over passwordChangeInput (records) with the version + 1. */
        signature,
        /** `factor` (the new password's key), then `device_add`. */
        chain: z.array(chainEntry).check(z.minLength(1), z.maxLength(4)),
        device: deviceInfo,
        delivery,
      }),
    )
    .output(z.object({ session })),
}

/** A device that is signed in proves the password again, for one operation on the account's keys. */
const unlock = {
  start: signedIn
    .route({ method: 'POST', path: '/auth/unlock/start', summary: 'First message of OPAQUE, from a signed-in device' })
    .input(z.object({ startLoginRequest: opaque }))
    .output(z.object({ flow: flowId, loginResponse: opaque })),
  finish: signedIn
    .route({
      method: 'POST',
      path: '/auth/unlock/finish',
      summary: 'Prove the password; the flow that it answers with is good for one operation of this device',
    })
    .errors(raises('FLOW_UNKNOWN', 'CREDENTIALS_WRONG'))
    .input(z.object({ flow: flowId, finishLoginRequest: opaque, registrationRequest: z.optional(opaque) }))
    .output(
      z.object({
        flow: flowId,
        chain: z.array(chainEntry),
        blobs: z.array(accountBlob),
        /** Of the password now; a change is signed for the next one (R10). */
        version: z.int(),
        /** To a registrationRequest. */
        registrationResponse: z.optional(opaque),
      }),
    ),
}

const password = {
  change: signedIn
    .route({
      method: 'POST',
      path: '/auth/password',
      summary: 'A new password, signed by the account key (R10); with a renewal all other devices end',
    })
    .errors(raises('FLOW_UNKNOWN', 'SIGNATURE_WRONG', 'CHAIN_CONFLICT', 'CHAIN_REFUSED', 'CONFLICT'))
    .input(
      z.object({
        flow: flowId,
        /** The password's version that this one replaces: CONFLICT when it is another by now. */
        version: z.int(),
        registrationRecord: opaque,
        /** AS under the new password's export key. */
        wrap: accountBlob,
        /** By authKey over passwordChangeInput (records) with the version + 1. */
        signature,
        /** `factor`: the new password's key. */
        entry: chainEntry,
        /** Its chain goes on after `entry`; its `as.password` is for the new password. */
        renewal: z.optional(renewal),
      }),
    )
    .output(z.object({ version: z.int() })),
}

const recoveryKey = {
  replace: signedIn
    .route({
      method: 'PUT',
      path: '/auth/recovery-key',
      summary: 'Another recovery key; the one before opens nothing from then on',
    })
    .errors(raises('FLOW_UNKNOWN', 'CHAIN_CONFLICT', 'CHAIN_REFUSED'))
    .input(z.object({ flow: flowId, wrap: accountBlob, entry: chainEntry }))
    .output(z.object({ replaced: z.boolean() })),
}

const emailChange = {
  start: signedIn
    .route({ method: 'POST', path: '/auth/email/start', summary: 'Another address: mails a code to both' })
    .errors(raises('FLOW_UNKNOWN'))
    .input(z.object({ flow: flowId, email }))
    .output(z.object({ flow: flowId, codeExpiresAt: timestamp })),
  finish: signedIn
    .route({
      method: 'POST',
      path: '/auth/email/finish',
      summary: 'Confirm both codes; from then on one signs in with it',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'CODE_EXPIRED'))
    .input(z.object({ flow: flowId, oldCode: sixDigits, newCode: sixDigits }))
    .output(z.object({ email: z.string() })),
}

const totp = {
  get: signedIn
    .route({ method: 'GET', path: '/auth/totp', summary: 'Whether my sign-ins need a second factor' })
    .output(z.object({ enabled: z.boolean(), backupCodes: z.int() })),
  start: signedIn
    .route({
      method: 'POST',
      path: '/auth/totp/start',
      summary: 'A new secret for an authenticator; nothing needs it until a code has proved it',
    })
    .errors(raises('FLOW_UNKNOWN', 'CONFLICT'))
    .input(z.object({ flow: flowId }))
    .output(z.object({ secret: z.string(), uri: z.string() })),
  enable: signedIn
    .route({
      method: 'POST',
      path: '/auth/totp/enable',
      summary: 'The first code: from now on sign-ins need one. Answers with ten backup codes, shown once',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'ACCOUNT_SUSPENDED'))
    .input(z.object({ code: secondFactorCode }))
    .output(z.object({ backupCodes: z.array(z.string()) })),
  renewCodes: signedIn
    .route({
      method: 'POST',
      path: '/auth/totp/backup-codes',
      summary: 'Ten backup codes in the place of those before, with the password and a code; shown once',
    })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'NOT_FOUND'))
    .input(z.object({ flow: flowId, code: secondFactorCode }))
    .output(z.object({ backupCodes: z.array(z.string()) })),
  disable: signedIn
    .route({ method: 'POST', path: '/auth/totp/disable', summary: 'Off again, with the password and a code' })
    .errors(raises('FLOW_UNKNOWN', 'CODE_WRONG', 'NOT_FOUND'))
    .input(z.object({ flow: flowId, code: secondFactorCode }))
    .output(z.object({ disabled: z.boolean() })),
}

const slotted = z.object({
  slot: z.union([z.literal('body'), z.string().check(z.regex(/^([0-9]|1[0-5])$/))]),
  session: sessionId,
  /** By the device key over 'soroka/v1/refresh\0' ‖ session ‖ generation u32. */
  signature,
  /** Only for slot `body`. */
  refreshToken: z.optional(z.string().check(z.maxLength(128))),
})

export const auth = {
  signUp,
  signIn,
  recovery,
  link: newDeviceLink,
  passkeys,
  unlock,
  password,
  recoveryKey,
  totp,
  email: emailChange,
  refresh: open
    .route({
      method: 'POST',
      path: '/auth/s/{slot}/refresh',
      summary: 'Rotate the refresh token; reuse of an old one ends the session',
    })
    .errors(raises('UNAUTHORIZED', 'SESSION_ENDED', 'SIGNATURE_WRONG', 'ORIGIN_WRONG'))
    .input(slotted)
    .output(session),
  signOut: open
    .route({ method: 'POST', path: '/auth/s/{slot}/sign-out', summary: 'End the session and clear its cookie' })
    .errors(raises('UNAUTHORIZED', 'ORIGIN_WRONG'))
    .input(slotted)
    .output(z.object({ ended: z.boolean() })),
  ticket: signedIn
    .route({ method: 'POST', path: '/auth/ticket', summary: 'A one-time ticket for /ws/{token}, good for 30 s' })
    .output(z.object({ ticket: z.string(), expiresAt: timestamp })),
}
