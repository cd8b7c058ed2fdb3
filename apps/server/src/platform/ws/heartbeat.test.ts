import { setTimeout as pause } from 'node:timers/promises'
import { closeCodes } from '@soroka/protocol/frames'
import { afterEach, expect, test } from 'vitest'
import type { Connection } from './connection.ts'
import { Heartbeat } from './heartbeat.ts'

/** A second of the heartbeat, in ms: 45 of them pass quickly. */
const SECOND_MS = 4

let heartbeat: Heartbeat

afterEach(() => heartbeat.stop())

/** What the heartbeat does with a connection, whose peer answers pings or has vanished without a word. */
function peer(answers: boolean): { connection: Connection; pinged: number; closed?: { code: number; at: number } } {
  const seen: ReturnType<typeof peer> = {
    pinged: 0,
    connection: {
      OPEN: 1,
      readyState: 1,
      heardAt: 0,
      ping: () => {
        seen.pinged++
        if (answers) seen.connection.heardAt = heartbeat.now
      },
      close: (code: number) => {
        seen.closed ??= { code, at: heartbeat.now }
        heartbeat.remove(seen.connection)
      },
    } as never,
  }
  return seen
}

test('reliability: a peer that vanished is found within 45 s, whenever it came; one that answers stays', async () => {
  heartbeat = new Heartbeat(() => undefined, SECOND_MS)
  const gone: { peer: ReturnType<typeof peer>; cameAt: number }[] = []
  const here = peer(true)
  heartbeat.add(here.connection)
  // One in each second of a round.
  while (gone.length < 15) {
    const one = peer(false)
    gone.push({ peer: one, cameAt: heartbeat.now })
    heartbeat.add(one.connection)
    const { now } = heartbeat
    while (heartbeat.now === now) await pause(1)
  }
  while (heartbeat.now < 75) await pause(10)
  for (const { peer, cameAt } of gone) {
    expect(peer.closed?.code).toBe(closeCodes.idle)
    expect((peer.closed?.at ?? Infinity) - cameAt).toBeLessThanOrEqual(45)
    expect((peer.closed?.at ?? 0) - cameAt).toBeGreaterThanOrEqual(30)
    expect(peer.pinged).toBeGreaterThan(0)
  }
  expect(here.closed).toBeUndefined()
  expect(here.pinged).toBeGreaterThanOrEqual(4)
  expect(heartbeat.size).toBe(1)
})
