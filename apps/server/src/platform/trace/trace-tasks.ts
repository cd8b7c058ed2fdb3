import type { JobTask } from '../jobs/index.ts'
import { traced } from './tracing.ts'
import type { Tracing } from './tracing.ts'

/** The same task, each run of it a trace. */
export function tracedTask<T extends JobTask>(tracing: Tracing | undefined, task: T): T {
  const run = (payload: unknown): Promise<void> =>
    traced(tracing, `job ${task.name}`, { kind: 'consumer', root: true }, () => task.run(payload))
  return { ...task, run }
}
