import { expect, test } from 'vitest'
import type { Api } from '../api/api.ts'
import { IceCache } from './ice.ts'

const MINUTE = 60_000

function cache(lifetime: number | null) {
  const state = { now: 1_000_000, asked: 0, fails: false }
  const ice = async () => {
    state.asked++
    if (state.fails) throw new Error('no server')
    const expiresAt = lifetime === null ? null : state.now + lifetime
    return { servers: [{ urls: [`turn:${state.asked}`], username: 'u', credential: 'c' }], expiresAt }
  }
  const kept = new IceCache({ calls: { ice } } as unknown as Pick<Api, 'calls'>, () => state.now)
  return { state, kept, first: async () => (await kept.get()).servers[0]?.urls[0] }
}

test('S14 servers are asked for once, and again a minute before their credentials end', async () => {
  const { state, first } = cache(5 * MINUTE)
  expect(await Promise.all([first(), first()])).toEqual(['turn:1', 'turn:1'])
  state.now += 4 * MINUTE - 1
  expect(await first()).toBe('turn:1')
  state.now += 1
  expect(await Promise.all([first(), first()])).toEqual(['turn:2', 'turn:2'])
})

test('S14 no clock of ours makes credentials older than they may be', async () => {
  const { state, first } = cache(60 * MINUTE)
  expect(await first()).toBe('turn:1')
  state.now += 9 * MINUTE
  expect(await first()).toBe('turn:2')
  state.now -= 60 * MINUTE
  expect(await first()).toBe('turn:3')
})

test('a failure is not kept, nor what the server said before it was set up anew', async () => {
  const { state, kept, first } = cache(null)
  state.fails = true
  await expect(first()).rejects.toThrow('no server')
  state.fails = false
  expect(await first()).toBe('turn:2')
  kept.forget()
  expect(await first()).toBe('turn:3')
})
