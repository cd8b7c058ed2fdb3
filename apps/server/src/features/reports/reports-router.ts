import { implement } from '@orpc/server'
import { limits, SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { present } from './present.ts'
import { countOpen, listReports } from './reports-repo.ts'
import { createReports } from './reports.ts'
import type { ReportsDeps } from './reports.ts'

/** Reports of one page: each may hold some long messages. */
const page = Math.min(20, limits.pageDesk)

/** Reports of messages: from their readers, and at the desk. */
export function reportsRouter(deps: ReportsDeps) {
  const os = implement(contract.reports).$context<RequestContext>()
  const reports = createReports(deps)
  return os.router({
    make: os.make.handler(async ({ context, input }) => {
      const { chat, reason, words = '', disclosures } = input
      const reporter = callerOf(context).user
      return { reported: await reports.make({ reporter, chat, reason, words, disclosures }) }
    }),
    list: os.list.handler(async ({ context, input }) => {
      const reader = callerOf(context).user
      const query = { reader, open: input.state === 'open', after: readCursor(input.after), limit: page + 1 }
      const rows = await listReports(deps.db, query)
      const shown = rows.slice(0, page)
      const last = shown.at(-1)
      return {
        reports: await present(deps.db, shown),
        next: rows.length > page && last !== undefined ? `${last.openedAt}.${last.id}` : null,
      }
    }),
    count: os.count.handler(async ({ context }) => ({ open: await countOpen(deps.db, callerOf(context).user) })),
    close: os.close.handler(({ context, input }) => {
      const { report, decision, why, nickname } = input
      const { requestId } = context
      return reports.close({ actor: callerOf(context).user, requestId, report, decision, why, nickname })
    }),
  })
}

function readCursor(text: string | undefined): { at: number; id: string } | undefined {
  if (text === undefined) return undefined
  const [, at, id] = /^(\d{1,15})\.([\w-]{22})$/.exec(text) ?? []
  if (at === undefined || id === undefined) throw new SorokaError('BAD_REQUEST', { reason: 'after' })
  return { at: Number(at), id }
}
