import * as z from 'zod/mini'
import { timestamp } from '../fields.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

/** What is looked at, in this order. */
export const checkNames = [
  'address',
  'tls',
  'socket',
  'database',
  'redis',
  'files',
  'disk',
  'mail',
  'push',
  'relay',
  'clock',
  'backup',
  'version',
] as const
export type CheckName = (typeof checkNames)[number]

/** fine · off: it is not set up, and the server runs without it · warn: it will not do for long · bad: it does not work. */
export const checkStates = ['fine', 'off', 'warn', 'bad'] as const

export const checkResult = z.object({
  name: z.enum(checkNames),
  state: z.enum(checkStates),
  /** Which of its cases it is: a reader has one line for each that says what to do, and one for those it does not know. */
  reason: z.string(),
  /** What the line names: an address, days, bytes. Never a secret. */
  facts: z.record(z.string(), z.string()),
  /** How long the check took, in ms. */
  ms: z.int(),
})
export type CheckResult = z.infer<typeof checkResult>

const forDesk = signedIn.errors(raises('FORBIDDEN'))

export const doctor = {
  look: forDesk
    .route({
      method: 'POST',
      path: '/admin/doctor',
      summary: 'Run every check of this server now; each has ten seconds',
    })
    .input(
      z.object({
        /** What the clock of the device says. */
        clock: timestamp,
        /** The protocol that the page speaks, of which the person reads this. */
        version: z.optional(z.int()),
      }),
    )
    .output(z.object({ checks: z.array(checkResult), at: timestamp })),
  mail: forDesk
    .route({ method: 'POST', path: '/admin/doctor/mail', summary: 'Send a mail to my own address now' })
    .output(z.object({ sent: z.boolean(), reason: z.string() })),
}
