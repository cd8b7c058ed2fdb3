import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { readTogether, showLevel } from './index.ts'

test('figures of one question are asked for once in a scrape', async () => {
  let asked = 0
  const ask = readTogether(() => Promise.resolve(++asked))
  const registry = new Registry()
  for (const name of ['one', 'two', 'three']) showLevel(registry, name, name, ask)
  expect(await registry.metrics()).toMatch(/\none 1\n[^]*\ntwo 1\n[^]*\nthree 1\n/)
})

test(
  'what is not answered, or never, is not shown, and keeps nothing else from being shown',
  { timeout: 10_000 },
  async () => {
    const registry = new Registry()
    showLevel(
      registry,
      'never',
      'n',
      readTogether(() => new Promise<number>(() => undefined)),
    )
    showLevel(
      registry,
      'fails',
      'f',
      readTogether(() => Promise.reject(new Error('x'))),
    )
    showLevel(registry, 'known', 'k', () => 5)
    const text = await registry.metrics()
    expect(text).toContain('\nknown 5\n')
    expect(text).not.toMatch(/^(never|fails) /m)
  },
)
