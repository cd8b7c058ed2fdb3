import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CandidateBatch } from './candidate-batch.ts'

const one = (n: number) => ({ candidate: `candidate:${n}`, sdpMid: '0', sdpMLineIndex: 0 })
let sent: string[][] = []
let batch: CandidateBatch

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  batch = new CandidateBatch((candidates) => sent.push(candidates.map(({ candidate }) => candidate)))
})
afterEach(() => vi.useRealTimers())

test('the first candidates are waited for a moment: they stand in the description', async () => {
  batch.hold()
  const first = batch.first()
  batch.add(one(1))
  await vi.advanceTimersByTimeAsync(3)
  await first
  batch.open()
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual([])
  expect(batch.found).toBe(true)
})

test('where none comes the description goes after 20 ms', async () => {
  batch.hold()
  let isOver = false
  void batch.first().then(() => (isOver = true))
  await vi.advanceTimersByTimeAsync(19)
  expect(isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(isOver).toBe(true)
})

test('those after it go together, and none before the description', async () => {
  batch.hold()
  batch.add(one(1))
  await vi.advanceTimersByTimeAsync(500)
  expect(sent).toEqual([])
  batch.open()
  batch.add(one(2))
  await vi.advanceTimersByTimeAsync(10)
  batch.add(one(3))
  batch.add(one(4))
  await vi.advanceTimersByTimeAsync(50)
  expect(sent).toEqual([
    ['candidate:1', 'candidate:2'],
    ['candidate:3', 'candidate:4'],
  ])
})

test('candidates of the description before are not sent with the next one', async () => {
  batch.open()
  batch.add(one(1))
  batch.hold()
  batch.open()
  await vi.advanceTimersByTimeAsync(500)
  expect(sent).toEqual([])
})
