import { FACTOR } from '@soroka/protocol/records'
import { describe, expect, it } from 'vitest'
import { createPerson, flip, grantDevice } from '../testing/people.ts'
import type { Person } from '../testing/people.ts'
import { addDevice, openAccount, openPuks, resealPassword } from './account.ts'
import { checkPin, extendChain, pinOf, verifyChain } from './chain.ts'
import { openDeviceBox, rotateAccount } from './rotate.ts'
import { createVaultKey, openLocal, sealLocal } from './vault.ts'

function open(person: Person, kind: 'password' | 'recovery', secret: Uint8Array) {
  const { chain, blobs } = person
  const wrap = kind === 'password' ? blobs.passwordWrap : blobs.recoveryWrap
  return openAccount({
    chain,
    factor: { kind: FACTOR[kind], secret },
    wrap,
    ikWrap: blobs.ikWrap,
    pukWrap: blobs.pukWrap,
  })
}

describe('account', () => {
  it('opens by password and by recovery key, and by nothing else', async () => {
    const person = await createPerson()
    const byPassword = await open(person, 'password', person.exportKey)
    const byRecovery = await open(person, 'recovery', person.recoveryKey)
    expect(byPassword.as).toEqual(person.account.as)
    expect(byRecovery.puks).toEqual(person.account.puks)
    await expect(open(person, 'password', person.recoveryKey)).rejects.toMatchObject({ code: 'cannot_open' })
    await expect(open(person, 'password', flip(person.exportKey, 0))).rejects.toMatchObject({ code: 'cannot_open' })
  })

  it('refuses wraps that were changed or belong to another account', async () => {
    const [a, b] = await Promise.all([createPerson(), createPerson()])
    for (const at of [0, 1167, 1168, 1231, 1232, 1291]) {
      const blobs = { ...a.blobs, passwordWrap: flip(a.blobs.passwordWrap, at) }
      await expect(open({ ...a, blobs }, 'password', a.exportKey)).rejects.toMatchObject({ code: 'cannot_open' })
    }
    for (const name of ['ikWrap', 'pukWrap'] as const) {
      const blobs = { ...a.blobs, [name]: b.blobs[name] }
      await expect(open({ ...a, blobs }, 'password', a.exportKey)).rejects.toMatchObject({ code: 'cannot_open' })
    }
  })

  it('R1 a server cannot pass its own identity off at sign-in, though it may seal to the factor', async () => {
    const [victim, server] = await Promise.all([createPerson(), createPerson()])
    const { chain, blobs } = server
    const factor = { kind: FACTOR.password, secret: victim.exportKey }
    await expect(
      openAccount({ chain, factor, wrap: blobs.passwordWrap, ikWrap: blobs.ikWrap, pukWrap: blobs.pukWrap }),
    ).rejects.toMatchObject({ code: 'cannot_open' })
  })

  it('a new password opens, the old one does not open the new wrap', async () => {
    const person = await createPerson()
    const exportKey = crypto.getRandomValues(new Uint8Array(64))
    const done = await resealPassword({
      account: person.account,
      exportKey,
      opaqueRecord: new Uint8Array(192),
      version: 2,
    })
    const next = { ...person, chain: done.chain, blobs: { ...person.blobs, passwordWrap: done.passwordWrap } }
    expect((await open(next, 'password', exportKey)).as).toEqual(person.account.as)
    await expect(open(next, 'password', person.exportKey)).rejects.toMatchObject({ code: 'cannot_open' })
    const verified = await verifyChain(person.user, [...person.entries, done.entry])
    expect(verified).toMatchObject({ ok: true, state: { seq: 1, factors: [{ kind: 2 }, { kind: 1 }] } })
  })

  it('R1 revoking a device renews AS and PUK for every factor and remaining device, none being present', async () => {
    const person = await createPerson()
    const second = await addDevice(person.account)
    const account = { ...person.account, chain: second.chain }
    const wraps = second.chain.factors.map((factor) => ({
      factor,
      wrap: factor.kind === FACTOR.password ? person.blobs.passwordWrap : person.blobs.recoveryWrap,
    }))
    const done = await rotateAccount(account, wraps, [second.device.id])
    const verified = await verifyChain(person.user, [...person.entries, second.entry, ...done.entries])
    if (!verified.ok) throw new Error(verified.reason)
    const password = done.wraps.find(({ factor }) => factor.kind === FACTOR.password)
    if (password === undefined) throw new Error('no wrap')
    const opened = await openAccount({
      chain: verified.state,
      factor: { kind: FACTOR.password, secret: person.exportKey },
      wrap: password.wrap,
      ikWrap: done.ikWrap,
      pukWrap: done.pukWrap,
    })
    expect(opened.as).not.toEqual(account.as)
    expect(opened.puks.map(({ gen }) => gen)).toEqual([1, 2])
    expect(opened.puks[0]?.seed).toEqual(account.puks[0]?.seed)
    expect(done.deviceBoxes.map(({ device }) => device)).toEqual([person.device.id])
    const seed = await openDeviceBox(person.user, person.device, 2, done.deviceBoxes[0]?.box ?? new Uint8Array())
    if (seed === null) throw new Error('the device box does not open')
    expect((await openPuks(verified.state, { gen: 2, seed })).length).toBe(2)
    await expect(openPuks(verified.state, { gen: 2, seed: flip(seed, 3) })).rejects.toMatchObject({
      code: 'cannot_open',
    })
  })

  it('local secrets open only under their key and label', async () => {
    const key = await createVaultKey()
    const sealed = await sealLocal(key, 'puk:1', new Uint8Array([1, 2, 3]))
    expect(await openLocal(key, 'puk:1', sealed)).toEqual(new Uint8Array([1, 2, 3]))
    await expect(openLocal(key, 'puk:2', sealed)).rejects.toMatchObject({ code: 'cannot_open' })
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
})

describe('user chain', () => {
  it('verifies, grows, and refuses a changed byte anywhere', async () => {
    const person = await createPerson()
    await grantDevice(person)
    const first = await verifyChain(person.user, person.entries.slice(0, 1))
    if (!first.ok) throw new Error(first.reason)
    expect(await extendChain(first.state, person.entries.slice(1))).toMatchObject({ ok: true, state: { seq: 1 } })
    const entry = person.entries[0] ?? new Uint8Array()
    for (let at = 0; at < entry.length; at += 97) {
      expect(await verifyChain(person.user, [flip(entry, at, at % 8)])).toMatchObject({ ok: false })
    }
  })

  it('S19 a pin knows its person by key bytes', async () => {
    const [a, b] = await Promise.all([createPerson(), createPerson()])
    expect(checkPin(pinOf(a.chain), a.chain)).toBe('ok')
    expect(checkPin(pinOf(a.chain), { ...b.chain, user: a.user })).toBe('key_changed')
  })
})
