import type { ChatId } from '@soroka/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, readPlace, writeCursor, writePlace } from './cursor.ts'

const era = fc.stringMatching(/^[A-Za-z0-9_-]{8}$/)
const xid = fc.bigInt(0n, 2n ** 63n - 1n)

test('R12 cursors and page places survive the wire and fit its limits', () => {
  const chat = 'A'.repeat(43) as ChatId
  fc.assert(
    fc.property(
      era,
      xid,
      fc.option(xid, { nil: undefined }),
      fc.nat(2 ** 45),
      fc.boolean(),
      (name, xmin, since, lastAt, first) => {
        const cursor = { era: name, xmin }
        expect(readCursor(writeCursor(cursor))).toEqual(cursor)
        expect(writeCursor(cursor).length).toBeLessThanOrEqual(64)
        const place = { ...cursor, since, lastAt, after: first ? undefined : chat }
        expect(readPlace(writePlace(place))).toEqual(place)
        expect(writePlace(place).length).toBeLessThanOrEqual(96)
      },
    ),
  )
})

test('what this server never wrote is refused, not guessed', () => {
  for (const text of ['', '.', 'era', 'era.-1', 'era.1.2', 'era.zzzzzzzzzzzzzzzz', 'era.1 '])
    expect(readCursor(text)).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => void readPlace(text)))
})
