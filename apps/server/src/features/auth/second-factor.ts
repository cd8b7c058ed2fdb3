import { randomInt } from 'node:crypto'
import type { FlowId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import { hmac, newId } from '../../platform/keys/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { codeTries } from './codes.ts'
import { insertFlow, takeFlow, useTry } from './flows-repo.ts'
import type { FlowRow } from './flows-repo.ts'
import {
  enable,
  findSecondFactor,
  isEnabled,
  putPending,
  replaceBackupCodes,
  takeBackupCode,
  takeStep,
} from './second-factor-repo.ts'
import { describeSecret, newSecret, openSecret, sealSecret, stepOf } from './totp.ts'

const codeLife = 5 * 60_000
const backupAmount = 10
/** Without those that look like others. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const backupLength = 10
/** Of one account, whoever has its password: a code is one of a million, and three hold at a time. */
const tries = { amount: 30, seconds: 3600 }

/** Where a second factor is asked for; a flow of one is of no use in the other (S8). */
export type FactorStep = 'sign_in_code' | 'recovery_code'

export interface SecondFactorDeps {
  readonly db: Queries
  readonly limiter: RateLimiter
  readonly now: () => number
  /** 32 bytes each: what secrets are sealed and backup codes hashed with. */
  readonly keys: { readonly sealing: Uint8Array; readonly hashing: Uint8Array }
}

export type SecondFactor = ReturnType<typeof createSecondFactor>

/** Codes of an authenticator, and ten for the day on which it is lost: on each way in (S16). */
export function createSecondFactor({ db, limiter, now, keys }: SecondFactorDeps) {
  /** Nothing, or SECOND_FACTOR_NEEDED with the flow that a code goes on with. */
  async function demand(row: Pick<FlowRow, 'email' | 'locale'>, user: UserId, step: FactorStep): Promise<void> {
    if (!(await isEnabled(db, user))) return
    const flow = newId() as FlowId
    const expiresAt = now() + codeLife
    const { email, locale } = row
    const times = { codeExpiresAt: expiresAt, createdAt: now(), expiresAt }
    await insertFlow(db, { id: flow, step, userId: user, email, locale, triesLeft: codeTries, ...times })
    throw new SorokaError('SECOND_FACTOR_NEEDED', { flow })
  }

  /** Ends the flow by a code. FLOW_UNKNOWN once it is over or was tried too often, CODE_WRONG with triesLeft. */
  async function answer(flow: FlowId, step: FactorStep, code: string): Promise<FlowRow & { userId: UserId }> {
    const row = await useTry(db, flow, step, now())
    const user = row?.userId ?? null
    if (row === undefined || user === null) throw new SorokaError('FLOW_UNKNOWN')
    await takeOrThrow(limiter, [`second-factor:${user}`, tries])
    if (!(await take(db, user, code))) throw new SorokaError('CODE_WRONG', { triesLeft: row.triesLeft })
    if ((await takeFlow(db, flow, step, now())) === undefined) throw new SorokaError('FLOW_UNKNOWN')
    return { ...row, userId: user }
  }

  /** Whether this code is good, which it is once. */
  async function take(tx: Queries, user: UserId, text: string): Promise<boolean> {
    const code = text.toUpperCase().replace(/[\s-]/g, '')
    const row = await findSecondFactor(tx, user)
    if (row === undefined) return false
    const step = stepOf(openSecret(keys.sealing, user, row.secret), code, now())
    if (step !== null) return takeStep(tx, user, step)
    return row.enabledAt !== null && takeBackupCode(tx, user, hash(user, code))
  }

  /** A secret that counts once a code has proved it. CONFLICT where one counts already. */
  async function start(tx: Queries, user: UserId, label: string): Promise<{ secret: string; uri: string }> {
    const secret = newSecret()
    if (!(await putPending(tx, user, sealSecret(keys.sealing, user, secret), now()))) throw new SorokaError('CONFLICT')
    return describeSecret(secret, label)
  }

  /** FLOW_UNKNOWN where none waits, CODE_WRONG. @returns the backup codes, which nobody can be shown again */
  async function prove(user: UserId, code: string): Promise<string[]> {
    await takeOrThrow(limiter, [`second-factor:${user}`, tries])
    return db.transaction(async (tx) => {
      const row = await findSecondFactor(tx, user)
      if (row === undefined || row.enabledAt !== null) throw new SorokaError('FLOW_UNKNOWN')
      if (!(await take(tx, user, code))) throw new SorokaError('CODE_WRONG')
      if (!(await enable(tx, user, now()))) throw new SorokaError('FLOW_UNKNOWN')
      return renewCodes(tx, user)
    })
  }

  /** Those before are good for nothing any more. @returns the new ones, which nobody can be shown again */
  async function renewCodes(tx: Queries, user: UserId): Promise<string[]> {
    const codes = Array.from({ length: backupAmount }, newBackupCode)
    await replaceBackupCodes(
      tx,
      user,
      codes.map((one) => hash(user, one.replace('-', ''))),
    )
    return codes
  }

  /** Before it may be changed or taken away: CODE_WRONG, NOT_FOUND where there is none. */
  async function check(tx: Queries, user: UserId, code: string): Promise<void> {
    await takeOrThrow(limiter, [`second-factor:${user}`, tries])
    if (!(await isEnabled(tx, user))) throw new SorokaError('NOT_FOUND')
    if (!(await take(tx, user, code))) throw new SorokaError('CODE_WRONG')
  }

  function hash(user: UserId, code: string): Buffer {
    return hmac(keys.hashing, 'backup-code\0', user, '\0', code)
  }

  return { demand, answer, start, prove, check, renewCodes }
}

/** 50 bits, as people copy them: ABCDE-23456. */
function newBackupCode(): string {
  const code = Array.from({ length: backupLength }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, backupLength / 2)}-${code.slice(backupLength / 2)}`
}
