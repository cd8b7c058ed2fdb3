import { implement } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { createGroup } from './create-group.ts'
import { forgetChat, removeChat } from './drop-chat.ts'
import type { EpochDependencies } from './epoch-input.ts'
import { epochWrites } from './epoch-rate.ts'
import { leaveChat } from './leave-chat.ts'
import { askToJoin, putCard, readLink, readLinks, refuseJoin } from './links.ts'
import { readCommonGroups, readMembers } from './members.ts'
import { acceptRequest, setForMe } from './requests.ts'

/** Whoever holds a link may try it, and nobody may try out many (S7). */
const joinsOfOne = { amount: 20, seconds: 600 }
const looksOfOne = { amount: 60, seconds: 60 }

const key = (pub: string): Buffer => Buffer.from(pub, 'base64url')

/** Groups: create, leave, invite, join. */
export function groupRoutes(deps: EpochDependencies & { readonly limiter: RateLimiter }) {
  const { sql, limiter } = deps
  const os = implement(contract.chats).$context<RequestContext>()
  return {
    createGroup: os.createGroup.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`epoch:${caller.user}`, epochWrites])
      return createGroup(deps, caller, input)
    }),
    accept: os.accept.handler(({ context, input }) => acceptRequest(deps, callerOf(context).user, input.chat)),
    mute: os.mute.handler(({ context, input }) =>
      setForMe(deps, callerOf(context).user, input.chat, { muted_until: input.until }),
    ),
    level: os.level.handler(({ context, input }) =>
      setForMe(deps, callerOf(context).user, input.chat, { level: input.level }),
    ),
    leave: os.leave.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`epoch:${caller.user}`, epochWrites])
      return leaveChat(deps, caller, input.chat, input.leave)
    }),
    forget: os.forget.handler(async ({ context, input }) => ({
      removed: await forgetChat(deps, callerOf(context).user, input.chat),
    })),
    remove: os.remove.handler(async ({ context, input }) => {
      await removeChat(deps, callerOf(context).user, input.chat)
      return { removed: true }
    }),
    members: os.members.handler(({ context, input }) =>
      readMembers(sql, callerOf(context).user, input.chat, input.after),
    ),
    common: os.common.handler(async ({ context, input }) => ({
      chats: await readCommonGroups(sql, callerOf(context).user, input.user),
    })),
    setCard: os.setCard.handler(async ({ context, input }) => {
      await putCard(sql, callerOf(context).user, input.chat, key(input.pub), Buffer.from(input.card, 'base64url'))
      return { stored: true }
    }),
    invite: os.invite.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`invite:${user}`, looksOfOne])
      return readLink(sql, user, input.chat, key(input.pub))
    }),
    invites: os.invites.handler(async ({ context, input }) => ({
      invites: await readLinks(sql, callerOf(context).user, input.chat),
    })),
    join: os.join.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`join:${user}`, joinsOfOne])
      return { state: await askToJoin(deps, user, input) }
    }),
    refuseJoin: os.refuseJoin.handler(async ({ context, input }) => ({
      removed: await refuseJoin(deps, callerOf(context).user, input.chat, input.user),
    })),
  }
}
