import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lanes } from './lanes.ts'

test('works with a key in common run one after the other in the order they came, others side by side', async () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 12 }), async (works) => {
      const lanes = new Lanes()
      const running = new Set<number>()
      const begun: number[] = []
      const results = works.map(([mine, fails], n) =>
        lanes.runAll(mine, async () => {
          for (const other of running) expect(works[other]?.[0].some((key) => mine.includes(key))).toBe(false)
          for (const earlier of works.slice(0, n).keys())
            if (works[earlier]?.[0].some((key) => mine.includes(key)) === true) expect(begun).toContain(earlier)
          running.add(n)
          begun.push(n)
          await new Promise((resolve) => setTimeout(resolve, 0))
          running.delete(n)
          if (fails) throw new Error(`${n}`)
          return n
        }),
      )
      const settled = await Promise.allSettled(results)
      expect(settled.map(({ status }) => status === 'rejected')).toEqual(works.map(([, fails]) => fails))
      await lanes.idle()
    }),
    { numRuns: 60, seed: 3 },
  )
})
