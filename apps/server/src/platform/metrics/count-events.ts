import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'

export interface Events<Kind extends string> {
  readonly name: string
  readonly help: string
  /** What tells their kinds apart. */
  readonly label: string
  /** Kinds that stand at 0 from the start: an alert sees the first event only beside the 0 before it. */
  readonly kinds: readonly NoInfer<Kind>[]
}

/** Shows how often each kind of event happened in this process; answers with what counts one more. */
export function countEvents<Kind extends string>(
  registry: Registry,
  { name, help, label, kinds }: Events<Kind>,
): (kind: Kind) => void {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] })
  for (const kind of kinds) counter.inc({ [label]: kind }, 0)
  return (kind) => counter.inc({ [label]: kind })
}
