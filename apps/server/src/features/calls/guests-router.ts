import { implement } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import type { TurnConfig } from '../../platform/config/index.ts'
import { callerOf, guestOfContext } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import type { Guests } from './guest-service.ts'

export interface GuestsRouterDependencies {
  readonly guests: Guests
  readonly turn: TurnConfig | undefined
}

/** The routes of guest links: for members in the call, for anybody who holds a link, and for guests. */
export function guestsRouter({ guests, turn }: GuestsRouterDependencies) {
  const os = implement(contract.guests).$context<RequestContext>()
  return {
    setLink: os.setLink.handler(async ({ context, input: { call, link: id, epoch, card } }) => {
      const link = { id, epoch, card }
      return { call: await guests.byMember(call, callerOf(context).user, { is: 'link', link }) }
    }),
    dropLink: os.dropLink.handler(async ({ context, input: { call } }) => ({
      call: await guests.byMember(call, callerOf(context).user, { is: 'unlink' }),
    })),
    admit: os.admit.handler(async ({ context, input: { call, guest, pass } }) => ({
      call: await guests.byMember(call, callerOf(context).user, { is: 'admit', guest, pass }),
    })),
    refuse: os.refuse.handler(async ({ context, input: { call, guest } }) => ({
      call: await guests.byMember(call, callerOf(context).user, { is: 'refuse', guest }),
    })),
    look: os.look.handler(({ input }) => guests.look(input.link)),
    knock: os.knock.handler(({ context, input }) => guests.knock(context.ip, input)),
    get: os.get.handler(async ({ context }) => ({ call: await guests.get(guestOfContext(context)) })),
    join: os.join.handler(async ({ context, input: { media } }) => {
      const me = guestOfContext(context)
      return { call: await guests.change(me, { is: 'guest_join', guest: me.guest, media }) }
    }),
    leave: os.leave.handler(async ({ context }) => {
      const me = guestOfContext(context)
      return { call: await guests.change(me, { is: 'guest_leave', guest: me.guest }) }
    }),
    ice: os.ice.handler(({ context }) => guests.ice(guestOfContext(context), turn)),
    ticket: os.ticket.handler(({ context }) => guests.issueTicket(guestOfContext(context))),
  }
}
