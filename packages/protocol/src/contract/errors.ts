import * as z from 'zod/mini'
import { type ErrorCode, errorTable } from '../errors.ts'

const data = z.optional(z.record(z.string(), z.unknown()))

/** The typed errors of a route, taken from the one table. */
export function raises<const Code extends ErrorCode>(...codes: Code[]) {
  return Object.fromEntries(
    codes.map((code) => [code, { status: errorTable[code][0], message: errorTable[code][1], data }]),
  ) as { [K in Code]: { status: number; message: string; data: typeof data } }
}
