import type { UserId } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import { decodeBody, decodeEnvelopeHeader, FACTOR } from '@soroka/protocol/records'
import { expect, it } from 'vitest'
import { openAccount } from './account/account.ts'
import { verifyChain } from './account/chain.ts'
import { openBox } from './epoch/box.ts'
import type { VerifiedEpoch } from './epoch/create-epoch.ts'
import { walkBack } from './epoch/epoch-key.ts'
import { verifyEpoch } from './epoch/verify-epoch.ts'
import { openMessage } from './message/open-message.ts'
import stored from './testing/stored-v1.json' with { type: 'json' }

async function chainOf(person: { readonly user: string; readonly entries: readonly string[] }) {
  const result = await verifyChain(person.user as UserId, person.entries.map(fromBase64url))
  if (!result.ok) throw new Error(result.reason)
  return result.state
}

it.each([
  ['password', 'ann'],
  ['recovery', 'ann'],
  ['password', 'bob'],
] as const)('what version 1 stored still opens: by %s, as %s', async (factor, name) => {
  const { exportKey, recoveryKey, blobs } = stored[name]
  const [ann, bob] = await Promise.all([chainOf(stored.ann), chainOf(stored.bob)])
  const chains = new Map([ann, bob].map((chain) => [chain.user, chain]))
  const chain = name === 'ann' ? ann : bob
  const byPassword = factor === 'password'
  const account = await openAccount({
    chain,
    factor: { kind: FACTOR[factor], secret: fromBase64url(byPassword ? exportKey : recoveryKey) },
    wrap: fromBase64url(byPassword ? blobs.passwordWrap : blobs.recoveryWrap),
    ikWrap: fromBase64url(blobs.ikWrap),
    pukWrap: fromBase64url(blobs.pukWrap),
  })
  const epochs: VerifiedEpoch[] = []
  for (const { record } of stored.epochs) {
    const result = await verifyEpoch(epochs.at(-1) ?? null, fromBase64url(record), chains)
    if (!result.ok) throw new Error(result.reason)
    epochs.push(result.epoch)
  }
  const head = epochs.at(-1)
  const boxes: Record<string, string> = stored.epochs.at(-1)?.boxes ?? {}
  if (head === undefined) throw new Error('no epoch')
  const box = fromBase64url(boxes[chain.user] ?? '')
  const key = await openBox({ record: head.record, roster: head.roster, user: chain.user, puks: account.puks, box })
  if (key === null) throw new Error('the box does not open')
  const keys = await walkBack(epochs.map(({ record }) => record).toReversed(), key.ek)
  const texts = await Promise.all(
    stored.messages.map(async ({ envelope }) => {
      const bytes = fromBase64url(envelope)
      const n = decodeEnvelopeHeader(bytes).header.epoch
      const epoch = epochs[n]
      const found = keys.find((one) => one.n === n)
      if (epoch === undefined || found === undefined) throw new Error(`epoch ${n}`)
      const opened = await openMessage({ envelope: bytes, epoch, key: found, chains })
      if (!opened.ok) throw new Error(opened.reason)
      return decodeBody(opened.body).text
    }),
  )
  expect(texts).toEqual(stored.messages.map(({ text }) => text))
})
