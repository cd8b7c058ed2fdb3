import { implement } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { addEpoch } from './add-epoch.ts'
import { groupRoutes } from './group-routes.ts'
import { createDirect } from './create-direct.ts'
import type { EpochDependencies } from './epoch-input.ts'
import { epochWrites } from './epoch-rate.ts'
import { getChat, listChats } from './list.ts'
import { readEpochs } from './read-epochs.ts'

export interface ChatsRouterDependencies extends EpochDependencies {
  readonly sql: Sql
  readonly era: string
  readonly limiter: RateLimiter
}

/** The routes under /api/chats. */
export function chatsRouter(deps: ChatsRouterDependencies) {
  const { sql, era, limiter } = deps
  const os = implement(contract.chats).$context<RequestContext>()
  return {
    list: os.list.handler(({ context, input }) => listChats(sql, era, callerOf(context).user, input)),
    get: os.get.handler(({ context, input }) => getChat(sql, callerOf(context).user, input.chat)),
    createDirect: os.createDirect.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`epoch:${caller.user}`, epochWrites])
      return createDirect(deps, caller, input)
    }),
    epochs: os.epochs.handler(({ context, input }) =>
      readEpochs(sql, callerOf(context).user, input.chat, Number(input.from ?? 0)),
    ),
    addEpoch: os.addEpoch.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`epoch:${caller.user}`, epochWrites])
      return addEpoch(deps, caller, input.chat, input)
    }),
    ...groupRoutes(deps),
  }
}
