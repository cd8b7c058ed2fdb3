import 'fake-indexeddb/auto'
import type { MsgId } from '@soroka/protocol'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import { KIND } from '@soroka/protocol/records'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chat, id, makeDevice, me, peer, wire } from './testing.ts'

const said = (seq: number, epoch: number, more: Partial<Parameters<typeof wire>[1]> = {}): WireRow =>
  wire(seq, { sender: seq % 2 === 0 ? me : peer, msg: id(seq + 20) as MsgId, text: `text ${seq}`, epoch, ...more })

/** Epochs 10 and 20 raise the floor; rows 4 and 6 come from somebody who has only the keys before. */
const log = [said(1, 8), said(2, 9), said(3, 11), said(4, 9), said(5, 20), said(6, 12), said(7, 21)]

test('R8 what is sealed below the floor of its place does not count, in whatever order it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(log, { minLength: log.length }),
      fc.integer({ min: 1, max: 4 }),
      async (mixed, piece) => {
        const device = await makeDevice()
        for (let at = 0; at < mixed.length; at += piece)
          await device.apply.apply(chat, mixed.slice(at, at + piece), 'push')
        const shown = (await device.shown()).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
        expect(shown.map(({ text, problem }) => problem ?? text)).toEqual([
          'text 1',
          'text 2',
          'text 3',
          'invalid',
          'text 5',
          'invalid',
          'text 7',
        ])
        // Nothing of it rests on the disk, and the log goes on whole.
        const rows = await device.db.getAll('messages')
        expect(rows.filter(({ body }) => body === undefined).map(({ seq }) => seq)).toEqual([4, 6])
        expect(await device.db.get('chats', chat)).toMatchObject({ log: { seq: 7 }, logEpoch: 21, fork: false })
      },
    ),
    { numRuns: 30, seed: 3 },
  )
})

test('R8 a deletion below the floor deletes nothing', async () => {
  const device = await makeDevice()
  const target = id(21) as MsgId
  const rows = [said(1, 0), said(2, 10), said(3, 9, { kind: KIND.delete, target, text: '' })]
  for (const row of rows) await device.apply.apply(chat, [row], 'push')
  expect(await device.texts()).toEqual(['text 1', 'text 2'])
})
