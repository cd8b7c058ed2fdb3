import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Recovery } from './recovery.ts'

let acts: { at: number; anew: boolean }[] = []
let hasCandidates = true
let recovery: Recovery
let began = 0

beforeEach(() => {
  vi.useFakeTimers()
  acts = []
  hasCandidates = true
  began = Date.now()
  recovery = new Recovery(
    (anew) => acts.push({ at: Date.now() - began, anew }),
    () => hasCandidates,
  )
})
afterEach(() => {
  recovery.stop()
  vi.useRealTimers()
})

test('a connection that finds no candidate within 3 s is made anew', () => {
  hasCandidates = false
  recovery.described()
  vi.advanceTimersByTime(3000)
  expect(acts).toEqual([{ at: 3000, anew: true }])
})

test('a connection that comes about is left alone', () => {
  recovery.described()
  recovery.state('connected')
  vi.advanceTimersByTime(60_000)
  expect(acts).toEqual([])
})

test('a cut is answered within a second of the word of the browser, and failed is not waited for', () => {
  recovery.state('connected')
  recovery.state('disconnected')
  vi.advanceTimersByTime(1000)
  expect(acts).toEqual([{ at: 500, anew: false }])
})

test('a cut that mends itself is not answered', () => {
  recovery.state('connected')
  recovery.state('disconnected')
  vi.advanceTimersByTime(400)
  recovery.state('connected')
  vi.advanceTimersByTime(60_000)
  expect(acts).toEqual([])
})

test('two seconds of silence look for another path, once for each silence', () => {
  recovery.state('connected')
  for (const quiet of [0, 500, 1000, 1500, 2000, 2500, 3000]) recovery.quiet(quiet)
  expect(acts).toHaveLength(1)
  recovery.quiet(100)
  recovery.quiet(2000)
  expect(acts).toHaveLength(2)
  expect(acts.every(({ anew }) => !anew)).toBe(true)
})

test('where nothing helps it goes on, by turns, and ever more slowly up to 12 s', () => {
  const again = () => recovery.described()
  const tried = new Recovery(
    (anew) => {
      acts.push({ at: Date.now() - began, anew })
      setTimeout(() => tried.described())
    },
    () => true,
  )
  again()
  recovery.stop()
  tried.described()
  vi.advanceTimersByTime(120_000)
  tried.stop()
  expect(acts.length).toBeGreaterThan(8)
  expect(acts.slice(0, 4).map(({ anew }) => anew)).toEqual([false, true, false, true])
  const pauses = acts.slice(1).map(({ at }, n) => at - (acts[n]?.at ?? 0))
  expect(Math.max(...pauses)).toBeLessThanOrEqual(12_010)
})
