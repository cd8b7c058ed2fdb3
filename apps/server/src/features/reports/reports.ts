import { SorokaError } from '@soroka/protocol'
import type { ChatId, ReportId, UserId } from '@soroka/protocol'
import type { ReportDecision, ReportReason } from '@soroka/protocol/contract'
import type { Queries, Sql } from '../../platform/db/index.ts'
import { newId } from '../../platform/keys/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { rankOf } from '../../platform/policy/index.ts'
import { lockActor, writeDeed } from '../admin/index.ts'
import type { People } from '../admin/index.ts'
import { lockUser } from '../users/index.ts'
import { prove } from './prove.ts'
import { addDisclosed, addVoice, hasReported, lockReport, markClosed, openReport } from './reports-repo.ts'

/** Each costs somebody of the desk a look. */
const perDay = { amount: 20, seconds: 86_400 }

export interface ReportsDeps {
  readonly db: Queries
  readonly sql: Sql
  readonly limiter: RateLimiter
  readonly now: () => number
  readonly people: People
}

export interface Complaint {
  readonly reporter: UserId
  readonly chat: ChatId
  readonly reason: ReportReason
  readonly words: string
  readonly disclosures: readonly string[]
}

export interface Closing {
  readonly actor: UserId
  readonly requestId: string
  readonly report: ReportId
  readonly decision: ReportDecision
  readonly why: string | undefined
  readonly nickname: string | undefined
}

/** Messages that their readers show to those who run the server, and what becomes of them (S20). */
export function createReports({ db, sql, limiter, now, people }: ReportsDeps) {
  /**
   * Who may close it: not whom it is about, and of those only somebody above him, or an admin: reports about the owner
   * are read by admins, who can do no more than put them aside.
   */
  async function lockForClosing(tx: Queries, actor: UserId, id: ReportId) {
    const by = await lockActor(tx, actor, 'moderator')
    const report = await lockReport(tx, id)
    if (report === undefined) throw new SorokaError('NOT_FOUND')
    const isAbove = rankOf(by.role) > rankOf(report.role) || rankOf(by.role) >= rankOf('admin')
    if (report.author === actor || !isAbove) throw new SorokaError('FORBIDDEN')
    return { by, report }
  }

  return {
    /** @returns false: this person reported this message before */
    async make({ reporter, chat, reason, words, disclosures }: Complaint): Promise<boolean> {
      await takeOrThrow(limiter, [`report:${reporter}`, perDay])
      const { author, messages } = await prove(sql, reporter, chat, disclosures)
      const [{ msgId }] = messages
      return db.transaction(async (tx) => {
        const at = now()
        // Two of his at once wait for each other here.
        await lockUser(tx, reporter)
        if (await hasReported(tx, reporter, chat, msgId)) return false
        const id = await openReport(tx, { id: newId() as ReportId, chat, msgId, author, at })
        await addVoice(tx, id, { reporter, reason, words, at })
        await addDisclosed(tx, id, messages)
        return true
      })
    },

    /** The author first: a suspension that came to nothing leaves the report open. */
    async close({ actor, requestId, report: id, decision, why, nickname }: Closing): Promise<{ changed: boolean }> {
      const { report } = await db.transaction((tx) => lockForClosing(tx, actor, id))
      if (report.closedAt !== null) return { changed: false }
      const on = { actor, requestId, target: report.author }
      if (decision === 'suspended') await people.suspend(on, why)
      if (decision === 'deleted') await people.remove(on, nickname ?? '')
      return db.transaction(async (tx) => {
        const { by, report } = await lockForClosing(tx, actor, id)
        if (report.closedAt !== null) return { changed: false }
        const at = now()
        await markClosed(tx, id, { at, by: actor, decision })
        const target = { id: report.author, name: report.name }
        const details = { decision, why: why ?? '' }
        await writeDeed(tx, { actor: by, act: 'report.close', target, details, at, requestId })
        return { changed: true }
      })
    },
  }
}
