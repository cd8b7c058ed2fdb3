import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { findBox } from '../account/index.ts'
import type { DeviceLinks, Renewals, Sessions, Unlock } from '../auth/index.ts'
import { listDevices, renameDevice } from '../users/index.ts'

export interface DevicesDeps {
  readonly db: Queries
  readonly bus: Bus
  readonly sessions: Pick<Sessions, 'live'>
  readonly unlock: Pick<Unlock, 'use'>
  readonly renewals: Renewals
  readonly links: DeviceLinks
}

/** A person's devices: which there are, what they are called, and how they end. */
export function devicesRouter({ db, bus, sessions, unlock, renewals, links }: DevicesDeps) {
  const os = implement(contract.devices).$context<RequestContext>()
  return os.router({
    list: os.list.handler(async ({ context }) => {
      return { devices: await listLive(callerOf(context).user) }
    }),
    rename: os.rename.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      if (!(await renameDevice(db, user, input.device, input.name))) throw new SorokaError('NOT_FOUND')
      const frame: DownFrame = { t: 'user.changed', user }
      bus.publish(userTopic(user), { frame: JSON.stringify(frame) })
      return { renamed: true }
    }),
    key: os.key.handler(async ({ context }) => {
      const { user, device } = callerOf(context)
      const found = await findBox(db, user, device)
      return { key: found === undefined ? null : { gen: found.gen, box: found.box.toString('base64url') } }
    }),
    link: {
      look: os.link.look.handler(({ context, input }) => links.look(context, callerOf(context), input.link)),
      approve: os.link.approve.handler(({ context, input }) => links.approve(callerOf(context), input)),
      refuse: os.link.refuse.handler(({ context, input }) => links.refuse(callerOf(context), input.link)),
    },
    revoke: os.revoke.handler(async ({ context, input }) => {
      const caller = callerOf(context)
      const { flow, ...renewal } = input
      const done = await db.transaction(async (tx) => {
        await unlock.use(tx, caller, flow)
        return renewals.carryOut(tx, caller, renewal)
      })
      await renewals.tell(done)
      return { revoked: [...done.revoked] }
    }),
  })

  async function listLive(user: UserId) {
    const known = new Map((await listDevices(db, user)).map((one) => [one.id, one]))
    return (await sessions.live(user)).flatMap(({ device, seenAt }) => {
      const one = known.get(device)
      return one === undefined ? [] : [{ ...one, seenAt: Math.max(seenAt, one.addedAt) }]
    })
  }
}
