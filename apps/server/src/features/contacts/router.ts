import { implement } from '@orpc/server'
import { limits, SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { directChatId } from '@soroka/protocol/records'
import { chatTopic, userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { presentProfile } from '../users/index.ts'
import { matching } from './contact-search.ts'
import { acceptRequest, addBlock, addContact, listBlocks, listContacts, lockLists } from './contacts-repo.ts'
import { removeBlock, removeContact } from './contacts-repo.ts'
import type { Addition } from './contacts-repo.ts'

const writes = { amount: 300, seconds: 600 }

export interface ContactsDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly now: () => number
  /** Called after the commit: what these two may see of each other may be another thing now. */
  readonly changedBetween: (user: UserId, other: UserId) => void
}

/** Whom I know and whom I want to hear nothing from. */
export function contactsRouter({ sql, bus, limiter, now, changedBetween }: ContactsDependencies) {
  const os = implement(contract.contacts).$context<RequestContext>()

  function tellChanged(user: UserId, other: UserId): void {
    bus.publish(userTopic(user), { frame: JSON.stringify({ t: 'contacts.changed' } satisfies DownFrame) })
    changedBetween(user, other)
  }

  async function limited(context: RequestContext): Promise<UserId> {
    const { user } = callerOf(context)
    await takeOrThrow(limiter, [`contacts:${user}`, writes])
    return user
  }

  return {
    list: os.list.handler(async ({ context, input }) => {
      const all = await listContacts(sql, callerOf(context).user)
      const found = input.query === undefined ? all : matching(all, input.query)
      return { contacts: found.map((row) => ({ ...presentProfile(row, now()), addedAt: row.at })) }
    }),
    add: os.add.handler(async ({ context, input }) => {
      const user = await limited(context)
      if (input.user === user) throw new SorokaError('BAD_REQUEST', { reason: 'self' })
      const chat = directChatId(user, input.user)
      const { addition, accepted } = await sql.begin(async (tx) => {
        await lockLists(tx, user)
        // The chat before the list: whoever accepts the request locks in this order too.
        const accepted = await acceptRequest(tx, user, chat)
        const addition = await addContact(tx, user, input.user, now())
        refuseUnless(addition, limits.contacts)
        return { addition, accepted }
      })
      const changed = JSON.stringify({ t: 'chat.changed', chat } satisfies DownFrame)
      if (accepted) bus.publish(chatTopic(chat), { frame: changed })
      if (addition === 'added' || accepted) tellChanged(user, input.user)
      return { added: addition === 'added' }
    }),
    remove: os.remove.handler(async ({ context, input }) => {
      const user = await limited(context)
      const removed = await removeContact(sql, user, input.user)
      if (removed) tellChanged(user, input.user)
      return { removed }
    }),
    blocks: os.blocks.handler(async ({ context }) => {
      const rows = await listBlocks(sql, callerOf(context).user)
      return { blocked: rows.map((row) => ({ ...presentProfile(row, now()), at: row.at })) }
    }),
    block: os.block.handler(async ({ context, input }) => {
      const user = await limited(context)
      if (input.user === user) throw new SorokaError('BAD_REQUEST', { reason: 'self' })
      const addition = await sql.begin(async (tx) => {
        await lockLists(tx, user)
        return addBlock(tx, user, input.user, now())
      })
      refuseUnless(addition, limits.blocks)
      if (addition === 'added') tellChanged(user, input.user)
      return { blocked: true }
    }),
    unblock: os.unblock.handler(async ({ context, input }) => {
      const user = await limited(context)
      const removed = await removeBlock(sql, user, input.user)
      if (removed) tellChanged(user, input.user)
      return { removed }
    }),
  }
}

function refuseUnless(addition: Addition, limit: number): void {
  if (addition === 'nobody') throw new SorokaError('NOT_FOUND')
  if (addition === 'full') throw new SorokaError('LIMIT_REACHED', { limit })
}
