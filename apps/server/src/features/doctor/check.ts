import type { CheckName, CheckResult } from '@soroka/protocol/contract'

/** What a check finds. */
export type Finding = Pick<CheckResult, 'state' | 'reason'> & { readonly facts?: Readonly<Record<string, string>> }

/** Looks at one thing; whatever it throws means that it does not work. */
export type Check = (signal: AbortSignal) => Promise<Finding>

const PATIENCE_MS = 10_000

export const fine = (facts: Readonly<Record<string, string>> = {}): Finding => ({
  state: 'fine',
  reason: 'fine',
  facts,
})
export const off = (): Finding => ({ state: 'off', reason: 'off' })
export const bad = (reason: string, facts: Readonly<Record<string, string>> = {}): Finding => ({
  state: 'bad',
  reason,
  facts,
})
export const warn = (reason: string, facts: Readonly<Record<string, string>> = {}): Finding => ({
  state: 'warn',
  reason,
  facts,
})

/** All at once, each with its own time: one that hangs holds up none. */
export function runChecks(checks: Readonly<Record<CheckName, Check>>): Promise<CheckResult[]> {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const began = performance.now()
      const { state, reason, facts = {} } = await inTime(check)
      return { name: name as CheckName, state, reason, facts: { ...facts }, ms: Math.round(performance.now() - began) }
    }),
  )
}

async function inTime(check: Check): Promise<Finding> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const late = new Promise<Finding>((resolve) => {
    signal.addEventListener('abort', () => resolve(bad('silent')), { once: true })
  })
  return Promise.race([late, check(signal).catch((error: unknown) => bad('failed', { error: wordOf(error) }))])
}

/** ECONNREFUSED and the like; never a message, which may quote an address with a password. */
export function wordOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code
  return error instanceof Error ? error.name : 'unknown'
}
