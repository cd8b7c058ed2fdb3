import { spawnSync } from 'node:child_process'
import { toolEnvironment } from './tools.ts'

export interface Ran {
  readonly ok: boolean
  /** Both streams. */
  readonly said: string
}

/** Runs a program to its end, a minute at most. */
export function ran(program: string, args: readonly string[], env: Record<string, string> = {}): Ran {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...toolEnvironment, ...env },
  })
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error === undefined ? '' : done.error.message}`.trim()
  return { ok: done.status === 0, said }
}

/** What a program says when it fails. */
export function complaintsOf(program: string, args: readonly string[], env?: Record<string, string>): string[] {
  const { ok, said } = ran(program, args, env)
  return ok ? [] : [`${program} ${args.join(' ')}\n${said}`]
}
