import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import type { ServerRole } from '@soroka/protocol/contract'
import type { Queries } from '../../platform/db/index.ts'
import { rankOf } from '../../platform/policy/index.ts'
import { eraseAccount } from '../account/index.ts'
import { updateUser } from '../users/index.ts'
import { writeDeed } from './audit-repo.ts'
import type { Act } from './audit-repo.ts'
import { lockStandings } from './people-repo.ts'
import type { Standing } from './people-repo.ts'

export interface PeopleDeps {
  readonly db: Queries
  readonly now: () => number
  /** In a transaction; what it resolves with is called after the commit. */
  readonly endSessions: (tx: Queries, user: UserId, why?: 'suspended') => Promise<() => Promise<void>>
  /** @returns whether there was one */
  readonly dropSecondFactor: (tx: Queries, user: UserId) => Promise<boolean>
  /** Called after the commit: how this person is shown is another thing now. */
  readonly changed: (user: UserId) => void
}

/** Who acts, by which request, on whom. */
export interface Deal {
  readonly actor: UserId
  readonly requestId: string
  readonly target: UserId
}

export type People = ReturnType<typeof createPeople>

type After = () => Promise<void> | void
const nothing: After = () => undefined

/**
 * What the desk does with accounts. Nobody acts on himself or on somebody of his own rank or a higher one; both are
 * locked, so an admin who was dismissed a moment ago acts no more. Each act stands in the audit log.
 */
export function createPeople({ db, now, endSessions, dropSecondFactor, changed }: PeopleDeps) {
  /** @returns whether anything was changed */
  async function deal(
    { actor, requestId, target }: Deal,
    least: ServerRole,
    change: (tx: Queries, by: Standing, whom: Standing) => Promise<Outcome | undefined>,
  ): Promise<{ changed: boolean }> {
    const outcome = await db.transaction(async (tx) => {
      const found = await lockStandings(tx, [actor, target])
      const by = found.get(actor)
      const whom = found.get(target)
      if (by === undefined || by.suspendedAt !== null || rankOf(by.role) < rankOf(least))
        throw new SorokaError('FORBIDDEN')
      if (whom === undefined || whom.deletedAt !== null) throw new SorokaError('NOT_FOUND')
      if (rankOf(whom.role) >= rankOf(by.role)) throw new SorokaError('FORBIDDEN')
      const outcome = await change(tx, by, whom)
      if (outcome === undefined) return undefined
      const { act, details = {} } = outcome
      await writeDeed(tx, { actor: by, act, target: whom, details, at: now(), requestId })
      return outcome
    })
    await outcome?.after?.()
    return { changed: outcome !== undefined }
  }

  return {
    suspend: (on: Deal, why: string | undefined) =>
      deal(on, 'moderator', async (tx, _, whom) => {
        if (whom.suspendedAt !== null) return undefined
        await updateUser(tx, whom.id, { suspendedAt: now() })
        const after = await endSessions(tx, whom.id, 'suspended')
        return { act: 'user.suspend', details: { why: why ?? '' }, after }
      }),

    unsuspend: (on: Deal) =>
      deal(on, 'moderator', async (tx, _, whom) => {
        if (whom.suspendedAt === null) return undefined
        await updateUser(tx, whom.id, { suspendedAt: null })
        return { act: 'user.unsuspend', after: nothing }
      }),

    /** CONFLICT unless the nickname is his. */
    remove: (on: Deal, nickname: string) =>
      deal(on, 'admin', async (tx, _, whom) => {
        if (nickname.trim().toLowerCase() !== whom.nickname) throw new SorokaError('CONFLICT')
        const after = await endSessions(tx, whom.id)
        await eraseAccount(tx, whom.id, now())
        return {
          act: 'user.delete',
          details: { nickname: whom.nickname },
          after: async () => {
            await after()
            changed(whom.id)
          },
        }
      }),

    /** Whoever lost his authenticator and the codes on paper proves to the desk who he is; the password is still asked for. */
    resetFactor: (on: Deal, why: string | undefined) =>
      deal(on, 'admin', async (tx, _, whom) => {
        if (!(await dropSecondFactor(tx, whom.id))) return undefined
        return { act: 'user.factor', details: { why: why ?? '' }, after: nothing }
      }),

    /** Up to the rank below one's own; only the owner names another owner, and becomes an admin himself. */
    setRole: (on: Deal, role: ServerRole) =>
      deal(on, 'admin', async (tx, by, whom) => {
        if (role === whom.role) return undefined
        const hands = role === 'owner' && by.role === 'owner'
        if (!hands && rankOf(role) >= rankOf(by.role)) throw new SorokaError('FORBIDDEN')
        if (whom.suspendedAt !== null && role !== 'member') throw new SorokaError('FORBIDDEN', { reason: 'suspended' })
        if (hands) await updateUser(tx, by.id, { role: 'admin' })
        await updateUser(tx, whom.id, { role })
        return {
          act: hands ? 'owner.hand' : 'user.role',
          details: { from: whom.role, to: role },
          after: () => changed(whom.id),
        }
      }),
  }
}

interface Outcome {
  readonly act: Act
  readonly details?: Readonly<Record<string, string>>
  /** After the commit. */
  readonly after: After
}
