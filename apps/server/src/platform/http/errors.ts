import { ORPCError } from '@orpc/server'
import { errorTable, SorokaError } from '@soroka/protocol'
import type { ErrorCode } from '@soroka/protocol'
import type { Log } from '../log/index.ts'

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code)

/** Translates whatever a route threw into an error of the protocol; what nobody expected is logged (house rule 28). */
export function toWireError(error: unknown, facts: { log: Log; requestId: string }): ORPCError<string, unknown> {
  if (error instanceof SorokaError) return wireError(error.code, error.data)
  if (error instanceof ORPCError) {
    if (isKnown(error.code)) return wireError(error.code, onlyIssues(error.data))
    if (error.code === 'INTERNAL_SERVER_ERROR') return unexpected(error.cause ?? error, facts)
    return wireError(error.status < 500 ? 'BAD_REQUEST' : 'INTERNAL')
  }
  const code = troubleCode(error)
  if (code === undefined) return unexpected(error, facts)
  if (code === 'BAD_REQUEST') return wireError(code)
  facts.log.error({ err: error, requestId: facts.requestId }, 'database')
  return wireError(code, { requestId: facts.requestId })
}

export function wireError(code: ErrorCode, data?: Record<string, unknown>): ORPCError<string, unknown> {
  const [status, message] = errorTable[code]
  return new ORPCError(code, { status, message, data })
}

/** The JSON of an error outside oRPC, shaped alike. */
export function errorBody(code: ErrorCode, data?: Record<string, unknown>) {
  const [status, message] = errorTable[code]
  return { defined: true, code, status, message, ...(data === undefined ? {} : { data }) }
}

function unexpected(error: unknown, facts: { log: Log; requestId: string }): ORPCError<string, unknown> {
  facts.log.error({ err: error, requestId: facts.requestId }, 'a request failed')
  return wireError('INTERNAL', { requestId: facts.requestId })
}

/** Of a validation only where and why, never what was sent. */
function onlyIssues(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return undefined
  const issues = data.issues.slice(0, 10).map((issue: { path?: unknown; message?: unknown }) => ({
    path: Array.isArray(issue.path) ? issue.path.slice(0, 8).map(String) : [],
    message: String(issue.message).slice(0, 200),
  }))
  return { issues }
}

/** What a failure of the database or its disk means: Postgres' classes (appendix A of its manual), its client's codes. */
export function troubleCode(error: unknown): ErrorCode | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (typeof cause !== 'object' || cause === null || !('code' in cause) || typeof cause.code !== 'string')
    return undefined
  if (cause.code === '53100' || cause.code === 'ENOSPC') return 'STORAGE_FULL'
  if (/^(22021|22P05)$/.test(cause.code)) return 'BAD_REQUEST'
  if (/^(08|57P|53|25006|40|55P03)/.test(cause.code)) return 'UNAVAILABLE'
  return /^(CONNECT|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(cause.code) ? 'UNAVAILABLE' : undefined
}
