import type { Sql } from 'postgres'

/** Hears of a statement as it begins, by its text without values; what it answers with hears of its end. */
export type StatementWatcher = (text: readonly string[]) => (error?: unknown) => void

/** What postgres.js 3.4 keeps in a statement. It begins with the first `handle`, and ends by one of the other two. */
interface Statement {
  readonly executed: boolean
  readonly strings: readonly string[]
  resolve(value: unknown): void
  reject(error: unknown): void
  handle(): Promise<void>
}

type Call = (...args: unknown[]) => unknown

/** The same client, whose statements are watched, those of its transactions too. */
export function watchStatements<S extends Sql>(sql: S, begin: StatementWatcher): S {
  const run: Call = (...args) => watched((sql as unknown as Call)(...args), begin)
  return new Proxy(sql, {
    apply: (_, __, args: unknown[]) => run(...args),
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name === 'unsafe') return (...args: unknown[]) => watched((value as Call)(...args), begin)
      if (name === 'begin' || name === 'savepoint')
        return (...args: unknown[]) => (value as Call)(...args.map((arg) => watchingInside(arg, begin)))
      return value
    },
  })
}

/** What runs in a transaction gets a client of its own. */
function watchingInside(arg: unknown, begin: StatementWatcher): unknown {
  return typeof arg === 'function' ? (inner: Sql) => (arg as Call)(watchStatements(inner, begin)) : arg
}

/** A part of a statement and a name in one look alike, and are never handled. */
function watched(made: unknown, begin: StatementWatcher): unknown {
  if (!isStatement(made)) return made
  const { handle } = made
  made.handle = () => {
    if (!made.executed) {
      const end = begin(made.strings)
      const { resolve, reject } = made
      made.resolve = (value) => {
        end()
        resolve(value)
      }
      made.reject = (error) => {
        end(error)
        reject(error)
      }
    }
    return handle.call(made)
  }
  return made
}

function isStatement(made: unknown): made is Statement {
  return made instanceof Promise && 'handle' in made
}
