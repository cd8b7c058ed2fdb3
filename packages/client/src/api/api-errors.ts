import { ORPCError } from '@orpc/client'
import { type ErrorCode, errorTable, SorokaError } from '@soroka/protocol'

/** Anything thrown by a call, as an error with a protocol code. No network, no server: UNAVAILABLE with `offline`. */
export function toSorokaError(error: unknown): SorokaError {
  if (error instanceof SorokaError) return error
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) return new SorokaError(error.code, asRecord(error.data))
    // A proxy's own page (502, 504 …) or a status without a body.
    if (error.status >= 500) return new SorokaError('UNAVAILABLE', { offline: true, status: error.status })
    if (error.status === 429) return new SorokaError('RATE_LIMITED')
    return new SorokaError(error.status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST', { status: error.status })
  }
  if (error instanceof TypeError || error instanceof DOMException)
    return new SorokaError('UNAVAILABLE', { offline: true })
  return new SorokaError('INTERNAL', { reason: error instanceof Error ? error.name : 'unknown' })
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code)
}

/** Whether the server could not be reached: not a fault of the request, so it may simply be made again. */
export function isOffline(error: unknown): boolean {
  return error instanceof SorokaError && error.code === 'UNAVAILABLE'
}

export function hasCode(error: unknown, ...codes: ErrorCode[]): error is SorokaError {
  return error instanceof SorokaError && codes.includes(error.code)
}

function asRecord(data: unknown): Record<string, unknown> | undefined {
  return typeof data === 'object' && data !== null ? { ...data } : undefined
}
