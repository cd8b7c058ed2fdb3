import type { Failure } from '../../auth/index.ts'

/** Where the e-mail is known, only the password can be wrong; and what a conflict means, the place knows. */
export function failureHere(failure: Failure | null, conflict: string): Failure | null {
  if (failure?.code === 'CREDENTIALS_WRONG') return { ...failure, code: 'PASSWORD_WRONG' }
  return failure?.code === 'CONFLICT' ? { ...failure, code: conflict } : failure
}
