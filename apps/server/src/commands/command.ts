// What the commands of an owner share: how they end, and what they say.
import { ConfigError } from '../platform/config/index.ts'
import { CopyError } from '../platform/copying/index.ts'
import { StartError } from '../platform/data-folder/index.ts'

/** A command was called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs a command to its end: 0, or 1 with one line for what a person can mend. */
export async function runCommand(run: () => Promise<void>): Promise<never> {
  // Whatever it opened ends with the process: transactions are undone, the embedded database stops.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.once(signal, () => {
      process.stderr.write('\n✗ broken off; it can be repeated\n')
      process.exit(code)
    })
  try {
    await run()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`✗ ${explain(error)}\n`)
    process.exit(1)
  }
}

function explain(error: unknown): string {
  const isExpected = [ConfigError, CopyError, StartError, UsageError].some((kind) => error instanceof kind)
  if (!(error instanceof Error)) return String(error)
  return isExpected || 'code' in error ? error.message : (error.stack ?? error.message)
}
