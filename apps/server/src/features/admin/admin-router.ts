import { implement } from '@orpc/server'
import { limits, SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { rankOf } from '../../platform/policy/index.ts'
import { listDeeds } from './audit-repo.ts'
import { listPeople } from './people-repo.ts'
import type { PersonRow } from './people-repo.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { Deal, People } from './people.ts'

export interface AdminDeps {
  readonly db: Queries
  readonly people: People
}

const day = 86_400_000
const page = limits.pageDesk

/** The desk of those who run the server (S20–S22). Nothing here reads a chat. */
export function adminRouter({ db, people }: AdminDeps) {
  const os = implement(contract.admin).$context<RequestContext>()
  const on = (context: RequestContext, target: UserId): Deal => ({
    actor: callerOf(context).user,
    requestId: context.requestId,
    target,
  })
  return os.router({
    people: os.people.handler(async ({ context, input }) => {
      const { query, state, after } = input
      const withEmail = rankOf(context.role ?? 'member') >= rankOf('admin')
      const rows = await listPeople(db, { query, state, after: readCursor(after), withEmail, limit: page + 1 })
      const last = rows[page - 1]
      return {
        people: rows.slice(0, page).map((row) => present(row, withEmail)),
        next: rows.length > page && last !== undefined ? `${last.since}.${last.id}` : null,
      }
    }),
    suspend: os.suspend.handler(({ context, input }) => people.suspend(on(context, input.user), input.why)),
    unsuspend: os.unsuspend.handler(({ context, input }) => people.unsuspend(on(context, input.user))),
    remove: os.remove.handler(({ context, input }) => people.remove(on(context, input.user), input.nickname)),
    setRole: os.setRole.handler(({ context, input }) => people.setRole(on(context, input.user), input.role)),
    resetFactor: os.resetFactor.handler(({ context, input }) => people.resetFactor(on(context, input.user), input.why)),
    audit: os.audit.handler(async ({ input }) => {
      const entries = await listDeeds(db, readId(input.after), page + 1)
      const shown = entries.slice(0, page)
      return { entries: shown, next: entries.length > page ? String(shown.at(-1)?.id) : null }
    }),
  })
}

function present({ lastSeen, email, ...row }: PersonRow, withEmail: boolean) {
  return {
    ...row,
    email: withEmail && row.state !== 'deleted' ? email : null,
    lastDay: lastSeen === null ? null : lastSeen - (lastSeen % day),
  }
}

function readCursor(text: string | undefined): { since: number; id: string } | undefined {
  if (text === undefined) return undefined
  const [, since, id] = /^(\d{1,15})\.([\w-]{22})$/.exec(text) ?? []
  if (since === undefined || id === undefined) throw new SorokaError('BAD_REQUEST', { reason: 'after' })
  return { since: Number(since), id }
}

function readId(text: string | undefined): number {
  if (text === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,15}$/.test(text)) throw new SorokaError('BAD_REQUEST', { reason: 'after' })
  return Number(text)
}
