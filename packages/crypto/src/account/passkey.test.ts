import { factorBlob, FACTOR, fingerprintFactor } from '@soroka/protocol/records'
import { expect, it } from 'vitest'
import { createPerson, flip } from '../testing/people.ts'
import { randomBytes } from '../primitives/random.ts'
import { openAccount } from './account.ts'
import { addPasskey, removeFactor } from './passkey.ts'
import { rotateAccount } from './rotate.ts'

it('E96 a passkey opens the account by its own secret, also after a renewal in its absence', async () => {
  const person = await createPerson()
  const secret = randomBytes(32)
  const { chain, factor, wrap } = await addPasskey(person.account, secret)
  const { ikWrap, pukWrap } = person.blobs
  const open = (given: Uint8Array) =>
    openAccount({ chain, factor: { kind: FACTOR.passkey, secret: given }, wrap, ikWrap, pukWrap })
  expect((await open(secret)).as).toEqual(person.account.as)
  await expect(open(flip(secret, 3))).rejects.toMatchObject({ code: 'cannot_open' })

  const renewed = await rotateAccount({ ...person.account, chain }, [{ factor, wrap }], [])
  const [again] = renewed.wraps
  const opened = await openAccount({
    chain: renewed.account.chain,
    factor: { kind: FACTOR.passkey, secret },
    wrap: again?.wrap ?? new Uint8Array(),
    ikWrap: renewed.ikWrap,
    pukWrap: renewed.pukWrap,
  })
  expect(opened.puks).toHaveLength(2)
})

it('E96 one passkey goes, the others and the password stay; the password never goes', async () => {
  const person = await createPerson()
  const first = await addPasskey(person.account, randomBytes(32))
  const both = await addPasskey({ ...person.account, chain: first.chain }, randomBytes(32))
  expect(both.chain.factors).toHaveLength(4)
  expect(factorBlob(both.factor)).toMatch(/^as\.p[0-9a-f]{16}$/)
  expect(factorBlob(both.factor)).not.toBe(factorBlob(first.factor))
  const account = { ...person.account, chain: both.chain }
  const left = await removeFactor(account, fingerprintFactor(first.factor.pub))
  expect(left.chain.factors.map(factorBlob)).toEqual(['as.password', 'as.recovery', factorBlob(both.factor)])
  const [password] = both.chain.factors
  if (password === undefined) throw new Error('no factor')
  await expect(removeFactor(account, fingerprintFactor(password.pub))).rejects.toMatchObject({ code: 'bad_chain' })
})
