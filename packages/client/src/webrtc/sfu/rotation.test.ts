import type { DeviceId, UserId } from '@soroka/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallParty } from '../../types/calls.ts'
import { identityOf, Rotation, slotOf } from './rotation.ts'

const party = (name: string, connEpoch: number): CallParty => ({
  user: name as UserId,
  device: `${name}’s` as DeviceId,
  connEpoch,
})
const [anna, boris, vera] = [party('anna', 1), party('boris', 2), party('vera', 3)]

let epoch: number
let opens: [who: string, slot: number][]
let seals: number[]
let asked: number[]
let refuses: boolean
let faults: unknown[]

/** The key says what it was asked for. */
function make(): Rotation {
  return new Rotation({
    me: anna,
    ask: async (senders, index) => {
      asked.push(index)
      if (refuses) throw new Error('offline')
      return { epoch, keys: senders.map(({ connEpoch }) => Uint8Array.of(epoch, index, connEpoch)) }
    },
    open: async (identity, key, slot) => {
      expect(slotOf(key[0] ?? 0, key[1] ?? 0)).toBe(slot)
      opens.push([identity, slot])
    },
    seal: async (identity, _key, slot) => {
      expect(identity).toBe(identityOf(anna))
      seals.push(slot)
    },
    failed: (error) => faults.push(error),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  ;[epoch, opens, seals, asked, refuses, faults] = [4, [], [], [], false, []]
})
afterEach(() => vi.useRealTimers())

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const slotsOf = (who: CallParty) => opens.filter(([one]) => one === identityOf(who)).map(([, slot]) => slot)

test('the first key is used at once, and there is one of each', async () => {
  const rotation = make()
  rotation.follow([boris, vera], 0)
  await rotation.ready()
  expect(seals).toEqual([slotOf(4, 0)])
  expect(slotsOf(boris)).toEqual([slotOf(4, 0)])
  expect(slotsOf(vera)).toEqual([slotOf(4, 0)])
  rotation.close()
})

test('when somebody leaves, the new keys open at once and seal three seconds later', async () => {
  const rotation = make()
  rotation.follow([boris, vera], 0)
  await later(0)
  rotation.follow([boris], 1)
  await later(2900)
  expect(slotsOf(boris)).toEqual([slotOf(4, 0), slotOf(4, 1)])
  expect(seals).toEqual([slotOf(4, 0)])
  await later(200)
  expect(seals).toEqual([slotOf(4, 0), slotOf(4, 1)])
  rotation.close()
})

test('the same for a newer epoch; of two changes in a row only the last one is used', async () => {
  const rotation = make()
  rotation.follow([boris, vera], 0)
  await later(0)
  rotation.follow([boris], 1)
  await later(1000)
  epoch = 5
  rotation.look()
  await later(2900)
  expect(seals).toEqual([slotOf(4, 0)])
  await later(200)
  expect(seals).toEqual([slotOf(4, 0), slotOf(5, 1)])
  expect(slotsOf(boris)).toEqual([slotOf(4, 0), slotOf(4, 1), slotOf(5, 0), slotOf(5, 1)])
  rotation.close()
})

test('who comes opens what is still sent under the keys from before the last departure', async () => {
  const rotation = make()
  rotation.follow([boris], 7)
  await rotation.ready()
  expect(slotsOf(boris)).toEqual([slotOf(4, 6), slotOf(4, 7)])
  expect(seals).toEqual([slotOf(4, 7)])
  rotation.close()
})

test('older news takes no key back', async () => {
  const rotation = make()
  rotation.follow([boris], 2)
  await later(0)
  rotation.follow([boris], 1)
  await later(5000)
  expect(seals).toEqual([slotOf(4, 2)])
  rotation.close()
})

test('keys that can’t be had now are asked for again; after the end nothing is', async () => {
  const rotation = make()
  refuses = true
  rotation.follow([boris], 0)
  await later(2500)
  expect(asked).toHaveLength(3)
  expect(faults).toHaveLength(3)
  refuses = false
  await later(1000)
  expect(seals).toEqual([slotOf(4, 0)])
  rotation.follow([], 1)
  await later(0)
  rotation.close()
  const { length } = asked
  rotation.look()
  await later(10_000)
  expect(asked).toHaveLength(length)
  expect(seals).toHaveLength(1)
})
