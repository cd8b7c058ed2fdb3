import { oc } from '@orpc/contract'
import { raises } from './errors.ts'

/** What any route may answer. */
export const open = oc.errors(
  raises('BAD_REQUEST', 'RATE_LIMITED', 'TOO_LARGE', 'UNAVAILABLE', 'STORAGE_FULL', 'INTERNAL'),
)

/** A route for signed-in devices: `Authorization: Bearer <access token>`. */
export const signedIn = open.errors(raises('UNAUTHORIZED', 'TOKEN_EXPIRED', 'SESSION_ENDED'))
