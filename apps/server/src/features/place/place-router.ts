import { randomBytes } from 'node:crypto'
import { implement } from '@orpc/server'
import { limits, SorokaError } from '@soroka/protocol'
import type { InviteId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { Queries } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { newId, sha256 } from '../../platform/keys/index.ts'
import { lockActor, writeDeed } from '../admin/index.ts'
import type { Act } from '../admin/index.ts'
import type { Door } from './door.ts'
import { countGood, findGood, insertInvite, listInvites, revokeInvite } from './invites-repo.ts'
import { readPlace, writePlace } from './place-repo.ts'

export interface PlaceDeps {
  readonly db: Queries
  readonly door: Door
  readonly now: () => number
  /** What holds until somebody said otherwise at the desk. */
  readonly newcomerDays: number
  readonly anyUserExists: (db: Queries) => Promise<boolean>
}

const year = 366 * 86_400_000

/** What this server is called, who may come to it, and the invites that let people in. */
export function placeRouter(deps: PlaceDeps) {
  const { db, door, now, anyUserExists } = deps
  const os = implement(contract.place).$context<RequestContext>()

  /** Runs one act of the desk with its line in the log. */
  function deed<T>(
    context: RequestContext,
    act: Act,
    change: (tx: Queries) => Promise<{ result: T; details: Record<string, string> | null }>,
  ): Promise<T> {
    return db.transaction(async (tx) => {
      const actor = await lockActor(tx, callerOf(context).user, 'admin')
      const { result, details } = await change(tx)
      if (details !== null) await writeDeed(tx, { actor, act, details, at: now(), requestId: context.requestId })
      return result
    })
  }

  return os.router({
    get: os.get.handler(async () => {
      const { name, contact, newcomerDays, domains } = await readPlace(db)
      return {
        name,
        contact,
        newcomerDays: newcomerDays ?? deps.newcomerDays,
        domains: [...domains],
        signUp: await door.mode(db),
        first: !(await anyUserExists(db)),
      }
    }),
    look: os.look.handler(async ({ input }) => {
      const invite = await findGood(db, sha256(input.token), now())
      if (invite === undefined || (await door.mode(db)) === 'closed') throw new SorokaError('INVITE_INVALID')
      return { expiresAt: invite.expiresAt }
    }),
    set: os.set.handler(({ context, input }) =>
      deed(context, 'place.change', async (tx) => {
        const { name, contact, signUp, newcomerDays, domains } = input
        const before = await readPlace(tx)
        const after = {
          name: name ?? before.name,
          contact: contact ?? before.contact,
          signUp: signUp ?? before.signUp,
          newcomerDays: newcomerDays ?? before.newcomerDays,
          domains: domains === undefined ? before.domains : [...new Set(domains)],
        }
        const details = Object.fromEntries(
          (['name', 'contact', 'signUp', 'newcomerDays', 'domains'] as const).flatMap((key) =>
            String(after[key] ?? '') === String(before[key] ?? '') ? [] : [[key, String(after[key])]],
          ),
        )
        const changed = Object.keys(details).length > 0
        if (changed) await writePlace(tx, after)
        return { result: { changed }, details: changed ? details : null }
      }),
    ),
    invites: os.invites.handler(async () => ({ invites: await listInvites(db, limits.placeInvites) })),
    invite: os.invite.handler(({ context, input }) =>
      deed(context, 'invite.make', async (tx) => {
        const at = now()
        const { expiresAt, maxUses, note = '' } = input
        if (expiresAt <= at || expiresAt > at + year) throw new SorokaError('BAD_REQUEST', { reason: 'expiresAt' })
        if ((await countGood(tx, at)) >= limits.placeInvites)
          throw new SorokaError('LIMIT_REACHED', { limit: limits.placeInvites })
        const id = newId() as InviteId
        const token = randomBytes(32).toString('base64url')
        const madeBy = callerOf(context).user
        await insertInvite(tx, { id, tokenHash: sha256(token), note, madeBy, madeAt: at, expiresAt, maxUses })
        return { result: { id, token }, details: { note, maxUses: String(maxUses) } }
      }),
    ),
    revoke: os.revoke.handler(({ context, input }) =>
      deed(context, 'invite.revoke', async (tx) => {
        const note = await revokeInvite(tx, input.invite, now())
        if (note === undefined) throw new SorokaError('NOT_FOUND')
        return { result: { changed: note !== null }, details: note === null ? null : { note } }
      }),
    ),
  })
}
