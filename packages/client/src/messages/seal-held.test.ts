import { KIND, type EnvelopeHeader, writeHeaderOptions } from '@soroka/protocol/records'
import type { MsgId } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import { decodeEnvelopeHeader } from '@soroka/protocol/records'
import { expect, test } from 'vitest'
import { chat, id, me, peer, type Sent, wire, words } from '../sync/testing.ts'
import { sealHeldAgain } from './seal-held.ts'

const sendAt = 9_000

/** What the server says waits for its time: opened as it is, it is somebody's words. */
async function sealedAgain(...items: Partial<Sent>[]): Promise<EnvelopeHeader['msgId'][]> {
  const again: MsgId[] = []
  const messages = items.map((item, i) => {
    const msgId = id(50 + i) as MsgId
    const { envelope = '' } = wire(1, { sender: me, msg: msgId, header: { sendAt }, ...item })
    return { chat, msgId, sendAt, held: true, envelope }
  })
  const api = { messages: { scheduled: async () => ({ messages }), schedule: async () => ({}) } }
  const epochs = {
    open: async (_chat: unknown, envelope: Uint8Array) => ({
      is: 'opened',
      header: decodeEnvelopeHeader(envelope).header,
      body: words('later'),
    }),
    seal: async (_chat: unknown, { id: msgId }: { id: MsgId }) => {
      again.push(msgId)
      return fromBase64url('AAAA')
    },
  }
  await sealHeldAgain({ api, epochs, account: { self: { user: me } } } as never)
  return again
}

test('R8 what the epoch moved past is sealed again, if it is mine and waits', async () => {
  expect(writeHeaderOptions({ sendAt })).toHaveLength(1)
  expect(await sealedAgain({})).toEqual([id(50)])
})

test('R8 a server that holds up somebody else’s words as mine, or old ones, gets no signature', async () => {
  expect(
    await sealedAgain({ sender: peer }, { header: {} }, { kind: KIND.delete, target: id(7) as MsgId }, {}),
  ).toEqual([id(53)])
})
