import { useState } from 'react'
import type { Edits } from './edits.ts'

/** What was done, step by step, with ways back and forth. */
export function useHistory(first: Edits) {
  const [{ steps, at }, setState] = useState({ steps: [first], at: 0 })
  return {
    edits: steps[at] ?? first,
    changed: at > 0,
    commit: (edits: Edits) =>
      setState((now) => ({ steps: [...now.steps.slice(0, now.at + 1), edits], at: now.at + 1 })),
    undo: at > 0 ? () => setState((now) => ({ ...now, at: Math.max(0, now.at - 1) })) : undefined,
    redo:
      at < steps.length - 1
        ? () => setState((now) => ({ ...now, at: Math.min(now.steps.length - 1, now.at + 1) }))
        : undefined,
  }
}

export type History = ReturnType<typeof useHistory>
