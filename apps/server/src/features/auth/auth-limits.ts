import type { RequestContext } from '../../platform/http/index.ts'
import { hmac } from '../../platform/keys/index.ts'
import { networkOf, takeOrThrow } from '../../platform/limits/index.ts'
import type { AuthDeps } from './auth-deps.ts'

const perAddress = {
  /** Each costs a mail. */
  mail: { amount: 60, seconds: 3600 },
  password: { amount: 60, seconds: 600 },
  code: { amount: 60, seconds: 600 },
}
const perTarget = {
  mail: { amount: 6, seconds: 3600 },
  password: { amount: 100, seconds: 3600 },
}
/** Of one address at one account: what a person who forgot mistypes. */
const passwordTries = { amount: 10, seconds: 600 }

type Limits = Pick<AuthDeps, 'limiter' | 'keys'>

/** Before a mail is sent (S7): by who asks, and by whom it goes to. */
export async function limitMail({ limiter, keys }: Limits, context: RequestContext, email: string): Promise<void> {
  await limitAddress(limiter, context, 'mail')
  await takeOrThrow(limiter, [`mail:${nameOf(keys, email)}`, perTarget.mail])
}

/** Before a password is tried (S7). Unknown accounts count alike. */
export async function limitPassword({ limiter, keys }: Limits, context: RequestContext, email: string): Promise<void> {
  await limitAddress(limiter, context, 'password')
  await takeOrThrow(
    limiter,
    [passwordKey(keys, email, context), passwordTries],
    [`password:${nameOf(keys, email)}`, perTarget.password],
  )
}

/** The password was right: earlier mistakes don't count any more. */
export async function forgetPasswordTries(
  { limiter, keys }: Limits,
  context: RequestContext,
  email: string,
): Promise<void> {
  await limiter.forget(passwordKey(keys, email, context))
}

export async function limitAddress(
  limiter: AuthDeps['limiter'],
  context: RequestContext,
  what: keyof typeof perAddress,
): Promise<void> {
  // Whoever is at this machine itself shares one address with all other local programs. Not so behind a proxy, even one
  // that keeps the addresses to itself: then all share one limit, and the owner notices.
  if (!context.atThisMachine) await takeOrThrow(limiter, [`${what}-from:${networkOf(context.ip)}`, perAddress[what]])
}

/** Memory and logs of the limiter hold no addresses. */
function nameOf(keys: Limits['keys'], email: string): string {
  return hmac(keys.enumeration, 'limit\0', email).subarray(0, 12).toString('base64url')
}

function passwordKey(keys: Limits['keys'], email: string, context: RequestContext): string {
  return `password:${nameOf(keys, email)}:${networkOf(context.ip)}`
}
