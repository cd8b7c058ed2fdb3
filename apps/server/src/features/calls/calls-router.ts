import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import type { CallReport } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { TurnConfig } from '../../platform/config/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import type { CallDependencies, Calls } from './call-service.ts'
import { mayLead } from './call-service.ts'
import { findCall, findLive } from './calling-repo.ts'
import { countUnseen, listHistory, markSeen } from './history-repo.ts'
import { iceFor } from './ice.ts'
import { showCall } from './live-call.ts'

export interface CallsRouterDependencies extends Pick<CallDependencies, 'sql' | 'bus' | 'now' | 'livekit'> {
  readonly calls: Calls
  readonly turn: TurnConfig | undefined
  readonly reported: (report: CallReport) => void
}

/** The routes under /api/calls. */
export function callsRouter({ sql, bus, now, calls, turn, livekit, reported }: CallsRouterDependencies) {
  const os = implement(contract.calls).$context<RequestContext>()
  return {
    ice: os.ice.handler(({ context }) => iceFor(turn, callerOf(context).user, now())),
    live: os.live.handler(async ({ context }) => ({
      calls: (await findLive(sql, callerOf(context).user)).map(showCall),
    })),
    list: os.list.handler(async ({ context, input: { before, missed, chat } }) => {
      const { user } = callerOf(context)
      const query = { before, missed, chat }
      const [page, unseen] = await Promise.all([listHistory(sql, user, query), countUnseen(sql, user)])
      return { ...page, unseen }
    }),
    seen: os.seen.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await markSeen(sql, user, input.upTo)
      const frame: DownFrame = { t: 'call.seen', upTo: input.upTo }
      bus.publish(userTopic(user), { frame: JSON.stringify(frame) })
      return { unseen: await countUnseen(sql, user) }
    }),
    report: os.report.handler(({ input }) => {
      reported(input)
      return { counted: true }
    }),
    get: os.get.handler(async ({ context, input }) => {
      const call = await findCall(sql, input.call, callerOf(context).user)
      if (call === undefined) throw new SorokaError('NOT_FOUND')
      return { call: showCall(call) }
    }),
    start: os.start.handler(async ({ context, input }) => {
      const { user, device } = callerOf(context)
      return { call: await calls.start({ user, device }, input) }
    }),
    join: os.join.handler(async ({ context, input: { call, media, move = false } }) => {
      const { user, device } = callerOf(context)
      return { call: await calls.change(call, user, () => ({ is: 'join', user, device, media, move })) }
    }),
    sfu: os.sfu.handler(async ({ context, input }) => {
      const { user, device } = callerOf(context)
      const call = await findCall(sql, input.call, user)
      if (call === undefined) throw new SorokaError('NOT_FOUND')
      if (call.ended !== null) throw new SorokaError('CALL_OVER')
      const mine = call.devices.find((one) => one.user === user && one.device === device)
      if (mine === undefined || call.mode !== 'sfu') throw new SorokaError('FORBIDDEN')
      if (livekit === undefined) throw new SorokaError('UNAVAILABLE')
      return livekit.join(call.id, mine)
    }),
    decline: os.decline.handler(async ({ context, input }) => {
      const { user, device } = callerOf(context)
      return { call: await calls.change(input.call, user, () => ({ is: 'decline', user, by: device })) }
    }),
    leave: os.leave.handler(async ({ context, input }) => {
      const { user, device } = callerOf(context)
      return { call: await calls.change(input.call, user, () => ({ is: 'leave', user, device })) }
    }),
    end: os.end.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      return {
        call: await calls.change(input.call, user, (locked) => {
          if (!mayLead(locked, user)) throw new SorokaError('FORBIDDEN')
          return { is: 'end' }
        }),
      }
    }),
    ring: os.ring.handler(async ({ context, input }) => ({
      call: await calls.ring(input.call, callerOf(context).user, input.users),
    })),
    remove: os.remove.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      return {
        call: await calls.change(input.call, user, (locked) => {
          if (locked.live.direct || !mayLead(locked, user)) throw new SorokaError('FORBIDDEN')
          return { is: 'remove', users: [input.user] }
        }),
      }
    }),
  }
}
