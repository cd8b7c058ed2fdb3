import { randomInt } from 'node:crypto'
import type { FlowId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import { hmac, sameBytes } from '../../platform/keys/index.ts'
import { findFlow, useTry } from './flows-repo.ts'
import type { FlowRow, FlowStep } from './flows-repo.ts'

export const codeLife = 15 * 60_000
export const codeTries = 5

/** Six digits, each as likely as any other. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** A keyed hash that holds for one flow only (S8); with the database alone six digits can't be tried out. */
export function hashCode(key: Uint8Array, flow: FlowId, code: string): Buffer {
  return hmac(key, 'code\0', flow, '\0', code)
}

/**
 * Checks a code; every call but a right one costs a try. FLOW_UNKNOWN, CODE_EXPIRED (over, or tried too often), or
 * CODE_WRONG with triesLeft, which reads alike for addresses that have no account (S7).
 */
export async function checkCode(
  db: Queries,
  facts: { flow: FlowId; step: FlowStep; code: string; key: Uint8Array; now: number },
): Promise<FlowRow> {
  const { flow, step, now } = facts
  const row = await useTry(db, flow, step, now)
  if (row === undefined) {
    const known = await findFlow(db, flow, step, now)
    throw new SorokaError(known === undefined ? 'FLOW_UNKNOWN' : 'CODE_EXPIRED')
  }
  const right = sameBytes(hashCode(facts.key, flow, facts.code), row.codeHash ?? new Uint8Array())
  if (!right || row.userId === null) throw new SorokaError('CODE_WRONG', { triesLeft: row.triesLeft })
  return row
}
