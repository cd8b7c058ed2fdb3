import { expect, test } from 'vitest'
import { judge, pauseOf } from './judge.ts'
import { Rests } from './rests.ts'

const now = Date.UTC(2026, 10, 20, 12, 0)
const answer = (status: number, retryAfter?: string) => judge({ status, retryAfter }, now)

test.each([
  [200, 'sent'],
  [201, 'sent'],
  [202, 'sent'],
  [404, 'gone'],
  [410, 'gone'],
  [413, 'smaller'],
  [400, 'refused'],
  [401, 'refused'],
  [403, 'refused'],
  [429, 'later'],
  [500, 'later'],
  [503, 'later'],
  [301, 'lost'],
  [405, 'lost'],
])('a push service that answers %i: %s', (status, is) => {
  expect(answer(status)).toMatchObject({ is })
})

test('no answer is tried again, an address of this network is not', () => {
  expect(judge({ failed: 'timeout' }, now)).toMatchObject({ is: 'later', code: 'timeout' })
  expect(judge({ failed: 'unreachable' }, now)).toMatchObject({ is: 'later', code: 'unreachable' })
  expect(judge({ failed: 'forbidden' }, now)).toMatchObject({ is: 'refused', code: 'forbidden_address' })
})

test('Retry-After is honoured in both its forms, up to an hour, and nonsense is passed over', () => {
  expect(answer(429, '120')).toMatchObject({ afterMs: 120_000 })
  expect(answer(503, new Date(now + 30_000).toUTCString())).toMatchObject({ afterMs: 30_000 })
  expect(answer(503, '999999')).toMatchObject({ afterMs: 3_600_000 })
  expect(answer(503, new Date(now - 30_000).toUTCString())).toMatchObject({ afterMs: 0 })
  expect(answer(503, 'soon')).toMatchObject({ afterMs: 0 })
  expect(answer(503, '-5')).toMatchObject({ afterMs: 0 })
})

test('pauses double up to ten minutes and are spread', () => {
  expect([1, 2, 3, 20].map((tries) => pauseOf(tries, 0.5))).toEqual([5000, 10_000, 20_000, 600_000])
  expect(pauseOf(1, 0)).toBeLessThan(pauseOf(1, 0.99))
})

test('a push service that does not answer three times rests; an answer ends it; 429 is of one subscription alone', () => {
  let time = now
  const rests = new Rests(() => time)
  const fail = () => rests.heard('a', { is: 'later', code: '503', afterMs: 0 })
  fail()
  fail()
  expect(rests.until('a')).toBe(0)
  fail()
  expect(rests.until('a')).toBe(now + 5000)
  expect(rests.until('b')).toBe(0)
  time += 6000
  fail()
  expect(rests.until('a')).toBe(time + 10_000)
  rests.heard('a', { is: 'sent' })
  expect(rests.until('a')).toBe(0)
  for (let i = 0; i < 9; i++) rests.heard('a', { is: 'later', code: '429', afterMs: 1000 })
  expect(rests.until('a')).toBe(0)
})
