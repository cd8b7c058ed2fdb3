import { afterEach, expect, test, vi } from 'vitest'
import { MemoryLocks } from '../platform/memory-locks.ts'
import { Leadership } from './leadership.ts'

afterEach(() => void vi.useRealTimers())

function tab(locks: MemoryLocks, others: () => Leadership[], name: string, visible = true) {
  const state = { name, led: 0, lost: 0, frozen: false }
  const leadership = new Leadership({
    locks,
    name: 'leader:u',
    every: 5_000,
    visible: () => visible,
    beat: () => {
      if (!state.frozen) for (const other of others()) if (other !== leadership) other.heard()
    },
    lead: async () => void state.led++,
    lose: () => void state.lost++,
  })
  return { state, leadership }
}

function tabs(visible: boolean[]) {
  vi.useFakeTimers()
  const locks = new MemoryLocks()
  const all: ReturnType<typeof tab>[] = []
  for (const [i, shown] of visible.entries())
    all.push(tab(locks, () => all.map((one) => one.leadership), `tab ${i}`, shown))
  for (const one of all) one.leadership.start()
  return all
}

test('R21 one tab leads; when it closes another takes over at once', async () => {
  const [a, b, c] = tabs([true, true, true])
  await vi.advanceTimersByTimeAsync(20_000)
  expect([a, b, c].map((one) => one?.leadership.leading)).toEqual([true, false, false])
  a?.leadership.stop()
  await vi.advanceTimersByTimeAsync(10)
  expect([b, c].map((one) => one?.leadership.leading)).toEqual([true, false])
  expect(a?.state.lost).toBe(1)
})

test('R21 a frozen leader is overtaken after three missed beats, by a visible tab only', async () => {
  const [frozen, hidden, shown] = tabs([true, false, true])
  await vi.advanceTimersByTimeAsync(6_000)
  if (frozen !== undefined) frozen.state.frozen = true
  await vi.advanceTimersByTimeAsync(9_000)
  expect(shown?.leadership.leading).toBe(false)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(shown?.leadership.leading).toBe(true)
  expect(hidden?.leadership.leading).toBe(false)
  expect(frozen?.leadership.leading).toBe(false)
  expect(frozen?.state.lost).toBe(1)
})
