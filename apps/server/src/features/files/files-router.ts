import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { findReadable, readUsage } from './files-repo.ts'
import type { Links } from './links.ts'

/** A gallery asks for many at once. */
const linkAsks = { amount: 3000, seconds: 600 }

export interface FilesRouterDependencies {
  readonly sql: Sql
  readonly limiter: RateLimiter
  readonly links: Links
  readonly quota: number
}

export function filesRouter({ sql, limiter, links, quota }: FilesRouterDependencies) {
  const os = implement(contract.files).$context<RequestContext>()
  return {
    link: os.link.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`file-link:${user}`, linkAsks])
      const size = await findReadable(sql, input.file, input.chat, user)
      if (size === undefined) throw new SorokaError('NOT_FOUND')
      return { ...links.sign({ ...input, user }), size }
    }),
    usage: os.usage.handler(async ({ context }) => {
      const { used } = await readUsage(sql, callerOf(context).user)
      return { used, quota }
    }),
  }
}
