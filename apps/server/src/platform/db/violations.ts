/** Whether a statement failed because a unique index has such a row already. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (typeof cause !== 'object' || cause === null) return false
  return 'code' in cause && cause.code === '23505' && 'constraint_name' in cause && cause.constraint_name === index
}
