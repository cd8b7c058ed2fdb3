import { partyOf, SorokaError } from '@soroka/protocol'
import type { GuestId } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { guestTopic, userTopic } from '../../platform/bus/index.ts'
import type { GuestCaller } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import type { CallDependencies } from './call-service.ts'
import { findGuestLink } from './calling-repo.ts'
import type { Guests } from './guest-service.ts'
import { InOrder } from './in-order.ts'

type FrameOf<T extends UpFrame['t']> = Extract<UpFrame, { t: T }>

/** As members' devices may (call-frames.ts). */
const signals = { amount: 240, seconds: 10 }
const switches = { amount: 60, seconds: 30 }
const signs = { amount: 20, seconds: 60 }

/** All that a guest's socket takes. Which call it is about, the socket knows. */
export function guestHandlers({ sql, bus, limiter, guests }: GuestFramesDependencies) {
  const inOrder = new InOrder()

  async function passOn({ call, guest }: GuestCaller, { to, signal }: FrameOf<'guest.signal'>): Promise<void> {
    await takeOrThrow(limiter, [`guest-signal:${call}.${guest}`, signals])
    const link = await findGuestLink(sql, call, guest, to)
    if (link === undefined) throw new SorokaError('NOT_FOUND')
    if (link.over) throw new SorokaError('CALL_OVER')
    const me = partyOf(guest)
    if (!link.linked || link.user === null || to === me.device) throw new SorokaError('NOT_FOUND')
    if ((link.user as string) === to) {
      const told: DownFrame = { t: 'guest.signalled', from: me.device, signal }
      bus.publish(guestTopic(call, to as string as GuestId), { frame: JSON.stringify(told) })
    } else {
      const told: DownFrame = { t: 'call.signalled', call, from: me, to, signal }
      bus.publish(userTopic(link.user), { frame: JSON.stringify(told) })
    }
  }

  return {
    'guest.signal': (connection: Connection, frame: FrameOf<'guest.signal'>): Promise<void> =>
      inOrder.run(connection, () => passOn(callerOf(connection), frame)),
    'guest.media': (connection: Connection, { media }: FrameOf<'guest.media'>): Promise<void> =>
      inOrder.run(connection, async () => {
        const me = callerOf(connection)
        await takeOrThrow(limiter, [`guest-media:${me.call}.${me.guest}`, switches])
        await guests.change(me, { is: 'guest_media', guest: me.guest, media })
      }),
    'guest.alive': async (connection: Connection): Promise<void> => {
      const me = callerOf(connection)
      await takeOrThrow(limiter, [`guest-alive:${me.call}.${me.guest}`, signs])
      // A node that dies after its commit tells nobody: here is how it stands (G5).
      connection.tell({ t: 'guest.changed', call: await guests.change(me, { is: 'guest_alive', guest: me.guest }) })
    },
  }
}

export interface GuestFramesDependencies extends Pick<CallDependencies, 'sql' | 'bus' | 'limiter'> {
  readonly guests: Guests
}

function callerOf({ guest }: Connection): GuestCaller {
  if (guest === undefined) throw new SorokaError('FORBIDDEN')
  return guest
}
