import { guestOf, SorokaError } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { guestTopic, userTopic } from '../../platform/bus/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import type { CallDependencies, Calls } from './call-service.ts'
import { findLink } from './calling-repo.ts'
import { InOrder } from './in-order.ts'

type FrameOf<T extends UpFrame['t']> = Extract<UpFrame, { t: T }>

/** What a device may send (S15): somebody who comes to five others makes an offer and some candidates for each. */
const signals = { amount: 240, seconds: 10 }
const switches = { amount: 60, seconds: 30 }
const rings = { amount: 60, seconds: 60 }
/** A sign of life is stored so often at most; a device is dropped after `limits.callLease`. */
const ALIVE_EVERY_MS = 8000

export interface CallFramesDependencies extends Pick<CallDependencies, 'sql' | 'bus' | 'limiter'> {
  readonly calls: Calls
}

/** What flows while a call runs. The server passes on sealed words, and only between two devices that are in it. */
export function callHandlers({ sql, bus, limiter, calls }: CallFramesDependencies) {
  const told = new Map<string, number>()
  /** A description that overtakes an older one makes it void for who hears it, and a switch that does shows the wrong state. */
  const inOrder = new InOrder()

  /** Whether a sign of life is worth storing. */
  function isDue(key: string): boolean {
    const now = performance.now()
    if (now - (told.get(key) ?? -Infinity) < ALIVE_EVERY_MS) return false
    // Moved to the end: the oldest stand in front and are forgotten first.
    told.delete(key)
    told.set(key, now)
    for (const [old, at] of told) {
      if (now - at < ALIVE_EVERY_MS) break
      told.delete(old)
    }
    return true
  }

  async function passOn(connection: Connection, frame: FrameOf<'call.signal'>): Promise<void> {
    const { user, device } = connection
    const { call, to, signal } = frame
    await takeOrThrow(limiter, [`signal:${device}`, signals])
    const link = await findLink(sql, call, { user, device }, to)
    if (link === undefined) throw new SorokaError('NOT_FOUND')
    if (link.over) throw new SorokaError('CALL_OVER')
    if (!link.linked || to.device === device) throw new SorokaError('NOT_FOUND')
    if ((to.user as string) === to.device) {
      const heard: DownFrame = { t: 'guest.signalled', from: device, signal }
      bus.publish(guestTopic(call, guestOf(to.device)), { frame: JSON.stringify(heard) })
      return
    }
    const told: DownFrame = { t: 'call.signalled', call, from: { user, device }, to: to.device, signal }
    bus.publish(userTopic(to.user), { frame: JSON.stringify(told) })
  }

  async function showMedia({ user, device }: Connection, { call, media }: FrameOf<'call.media'>): Promise<void> {
    await takeOrThrow(limiter, [`media:${device}`, switches])
    await calls.change(call, user, () => ({ is: 'media', user, device, media }))
  }

  return {
    'call.heard': async ({ user, device }: Connection, { call, busy }: FrameOf<'call.heard'>): Promise<void> => {
      await takeOrThrow(limiter, [`heard:${device}`, rings])
      await calls.change(call, user, () => ({ is: 'heard', user, busy }))
    },
    'call.signal': (connection: Connection, frame: FrameOf<'call.signal'>): Promise<void> =>
      inOrder.run(connection, () => passOn(connection, frame)),
    'call.media': (connection: Connection, frame: FrameOf<'call.media'>): Promise<void> =>
      inOrder.run(connection, () => showMedia(connection, frame)),
    'call.alive': async (connection: Connection, { call }: FrameOf<'call.alive'>): Promise<void> => {
      const { user, device } = connection
      const key = call + device
      if (!isDue(key)) return
      try {
        const state = await calls.change(call, user, () => ({ is: 'alive', user, device }))
        // A node that dies after its commit tells nobody; whoever is in the call must not wait for the next change (G5).
        connection.tell({ t: 'call.changed', call: state })
      } catch (error) {
        told.delete(key)
        throw error
      }
    },
  }
}
