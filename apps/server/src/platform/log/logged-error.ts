import { DrizzleQueryError } from 'drizzle-orm'
import { stdSerializers } from 'pino'

/**
 * An error as the log shows it: without the values of a failed statement, which Drizzle puts into its message, its
 * stack and `params`, and PostgreSQL into `detail` and `where`. They are addresses, codes and hashes of tokens (S17).
 */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { params: _, detail: _detail, where: _where, ...shown } = stdSerializers.err(error)
  const values = valuesIn(error)
  const clean = (text: string): string => values.reduce((left, value) => left.replaceAll(value, ''), text)
  return { ...shown, message: clean(shown.message), stack: clean(shown.stack) }
}

/** What the messages of the failed statements among an error and its causes say of their values. */
function valuesIn(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = error instanceof DrizzleQueryError ? [`\nparams: ${String(error.params)}`] : []
  return [...own, ...valuesIn(error.cause)]
}
