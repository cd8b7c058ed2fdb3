import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { listEntries, writeEntry } from './vault-repo.ts'

/** Drafts are written while people type; a device that was offline brings many at once. */
const writes = { amount: 1200, seconds: 600 }

export interface VaultDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly limiter: RateLimiter
}

/** The sealed entries of an account: the server orders their writes and knows nothing else of them. */
export function vaultRouter({ sql, bus, limiter }: VaultDependencies) {
  const os = implement(contract.vault).$context<RequestContext>()
  return {
    list: os.list.handler(({ context, input }) => listEntries(sql, callerOf(context).user, Number(input.after ?? 0))),
    put: os.put.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`vault:${user}`, writes])
      const { key, version } = input
      const sealed = Buffer.from(input.sealed, 'base64url')
      const written = await sql.begin((tx) => writeEntry(tx, user, { key, version, sealed }))
      if (written.kind === 'conflict') throw new SorokaError('CONFLICT', { entry: written.entry })
      if (written.kind === 'full') throw new SorokaError('LIMIT_REACHED', { limit: written.limit })
      const { rev } = written
      if (written.fresh)
        bus.publish(userTopic(user), { frame: JSON.stringify({ t: 'vault.changed', rev } satisfies DownFrame) })
      return { rev }
    }),
  }
}
