import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRange, cutAbove, dropPosition, hasPosition, highestGap, type Ranges } from './ranges.ts'

test('ranges agree with a set of positions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 4 }), fc.boolean())),
      (steps) => {
        let ranges: Ranges = []
        const set = new Set<number>()
        for (const [from, extra, add] of steps) {
          if (add) ranges = addRange(ranges, from, from + extra)
          else ranges = dropPosition(ranges, from)
          for (let seq = from; seq <= from + extra; seq++) if (add) set.add(seq)
          if (!add) set.delete(from)
        }
        for (let seq = 1; seq <= 40; seq++) expect(hasPosition(ranges, seq)).toBe(set.has(seq))
        for (const [i, range] of ranges.entries()) expect(range[0]).toBeGreaterThan((ranges[i - 1]?.[1] ?? -1) + 1)
        const gap = highestGap(ranges, 40)
        for (let seq = (gap?.[1] ?? 0) + 1; seq <= 40; seq++) expect(set.has(seq)).toBe(true)
        for (let seq = gap?.[0] ?? 1; seq <= (gap?.[1] ?? 0); seq++) expect(set.has(seq)).toBe(false)
        expect(cutAbove(ranges, 10).every(([, to]) => to <= 10)).toBe(true)
      },
    ),
  )
})
