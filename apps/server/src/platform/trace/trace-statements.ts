import type { StatementWatcher } from '../db/index.ts'
import { errorType } from './tracing.ts'
import type { Tracing } from './tracing.ts'

/** Longer ones say no more. */
const MOST_SIGNS = 2000

/** A span for each statement of something that is traced: its text with places for its values, and never those. */
export function traceStatements(tracing: Tracing): StatementWatcher {
  return (text) => {
    const said = text.map((part, i) => (i === 0 ? part : `$${i}${part}`)).join('')
    const [operation = ''] = said.trim().split(/\s/, 1)
    const span = tracing.openInside(operation.toUpperCase(), {
      kind: 'client',
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': said.trim().slice(0, MOST_SIGNS) },
    })
    return (error) =>
      span?.end(error === undefined ? {} : { failed: true, attributes: { 'error.type': errorType(error) } })
  }
}
