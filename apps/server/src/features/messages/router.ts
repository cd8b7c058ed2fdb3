import { implement } from '@orpc/server'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { findSeqAt, readPage, readPins } from './history.ts'
import type { Preview } from './preview.ts'
import { readNewest } from './pages.ts'
import { findReaders } from './readers.ts'
import { listScheduled, schedule, unschedule } from './schedule.ts'
import type { ScheduleDependencies } from './schedule.ts'

export interface MessagesRouterDependencies extends ScheduleDependencies {
  readonly limiter: RateLimiter
  readonly preview: (user: UserId, url: string) => Promise<Preview>
}

/** A person writes few; a program that schedules a flood is stopped before the database is asked (S7). */
const scheduleWrites = { amount: 120, seconds: 60 }

/** The routes of the log: pages, pins, readers, scheduled messages. */
export function messagesRouter(deps: MessagesRouterDependencies) {
  const { sql, preview, limiter } = deps
  const os = implement(contract.messages).$context<RequestContext>()
  return {
    list: os.list.handler(({ context, input }) => {
      const { chat, after, before, limit } = input
      return readPage(sql, callerOf(context).user, {
        chat,
        ...(after === undefined ? {} : { after: Number(after) }),
        ...(before === undefined ? {} : { before: Number(before) }),
        ...(limit === undefined ? {} : { limit: Number(limit) }),
      })
    }),
    newest: os.newest.handler(async ({ context, input }) => ({
      pages: await readNewest(sql, callerOf(context).user, input.chats),
    })),
    pins: os.pins.handler(({ context, input }) => readPins(sql, callerOf(context).user, input.chat)),
    readers: os.readers.handler(async ({ context, input }) => ({
      readers: await findReaders(sql, callerOf(context).user, input.chat, Number(input.seq)),
    })),
    at: os.at.handler(async ({ context, input }) => ({
      seq: await findSeqAt(sql, callerOf(context).user, input.chat, Number(input.at)),
    })),
    schedule: os.schedule.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`schedule:${caller.user}`, scheduleWrites])
      return { sendAt: await schedule(deps, caller, input.envelope) }
    }),
    scheduled: os.scheduled.handler(async ({ context }) => ({
      messages: await listScheduled(sql, callerOf(context).user),
    })),
    unschedule: os.unschedule.handler(async ({ context, input }) => {
      await unschedule(deps, callerOf(context).user, input.chat, input.msgId)
      return { removed: true }
    }),
    preview: os.preview.handler(({ context, input }) => preview(callerOf(context).user, input.url)),
  }
}
