import type { Failure } from './use-submit.ts'

/** A wrong code of the second factor came from no mail. */
export function factorFailure(failure: Failure | null): Failure | null {
  return failure?.code === 'CODE_WRONG' ? { ...failure, code: 'FACTOR_WRONG' } : failure
}
