import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { readPage } from './history.ts'
import type { Preview } from './preview.ts'

export interface MessagesRouterDependencies {
  readonly sql: Sql
  readonly preview: (user: UserId, url: string) => Promise<Preview>
}

const later = (): never => {
  throw new SorokaError('UNAVAILABLE')
}

/** The routes of the log: pages, pins, readers, scheduled messages. */
export function messagesRouter({ sql, preview }: MessagesRouterDependencies) {
  const os = implement(contract.messages).$context<RequestContext>()
  return {
    list: os.list.handler(async ({ context, input }) => {
      const { chat, after, before, limit } = input
      const page = await readPage(sql, callerOf(context).user, {
        chat,
        ...(after === undefined ? {} : { after: Number(after) }),
        ...(before === undefined ? {} : { before: Number(before) }),
        ...(limit === undefined ? {} : { limit: Number(limit) }),
      })
      return { ...page, annotations: [] }
    }),
    pins: os.pins.handler(later),
    readers: os.readers.handler(later),
    at: os.at.handler(later),
    schedule: os.schedule.handler(later),
    scheduled: os.scheduled.handler(later),
    unschedule: os.unschedule.handler(later),
    preview: os.preview.handler(({ context, input }) => preview(callerOf(context).user, input.url)),
  }
}
