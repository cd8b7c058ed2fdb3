import type { DeviceLinkId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { decodeLinkCode, encodeLinkCode, fingerprintDevice } from '@soroka/protocol/records'
import { describe, expect, it } from 'vitest'
import { createPerson, flip, grantDevice } from '../testing/people.ts'
import type { Person } from '../testing/people.ts'
import { hpkeSeal } from '../primitives/hpke.ts'
import { randomBytes } from '../primitives/random.ts'
import { certifiable, createDeviceKeys } from './device.ts'
import { acceptDevice, certifyDevice, linkDigits } from './link-device.ts'
import { deviceBoxInfo, rotateAccount } from './rotate.ts'

async function newDevice() {
  const device = await createDeviceKeys()
  const link = toBase64url(randomBytes(16)) as DeviceLinkId
  return { device, offer: { link, secret: randomBytes(32), keys: fingerprintDevice(certifiable(device)) } }
}

async function linked(person: Person) {
  const { device, offer } = await newDevice()
  const made = await certifyDevice(person.account, offer, certifiable(device))
  const { user, entries } = person
  return {
    ...made,
    given: { offer, device, user, entries: [...entries, made.entry], box: made.box, proof: made.proof },
  }
}

describe('linking a device', () => {
  it('E94 E95 brings every generation of the user key, and nothing that signs for the account', async () => {
    const person = await createPerson()
    await grantDevice(person)
    const rotation = await rotateAccount(person.account, [], [])
    const renewed = { ...person, account: rotation.account, entries: [...person.entries, ...rotation.entries] }
    const { given, chain } = await linked(renewed)
    const accepted = await acceptDevice(given)
    expect(accepted?.puks).toEqual(rotation.account.puks)
    expect(accepted?.puks).toHaveLength(2)
    expect(accepted?.chain.headHash).toEqual(chain.headHash)
  })

  it('E94 keys other than those of the code are not certified', async () => {
    const person = await createPerson()
    const { offer } = await newDevice()
    const theirs = certifiable(await createDeviceKeys())
    await expect(certifyDevice(person.account, offer, theirs)).rejects.toMatchObject({ code: 'bad_key' })
  })

  it('E95 a server without the code links the device to nobody', async () => {
    const [person, attacker] = await Promise.all([createPerson(), createPerson()])
    const { given } = await linked(person)
    const { offer, device } = given
    const forged = await certifyDevice(attacker.account, { ...offer, secret: randomBytes(32) }, certifiable(device))
    const { user, entries } = attacker
    const { box, proof } = forged
    expect(await acceptDevice({ offer, device, user, entries: [...entries, forged.entry], box, proof })).toBeNull()
    expect(await acceptDevice({ ...given, user, entries: [...entries, forged.entry] })).toBeNull()
  })

  it('E95 the approval holds for this box, this chain, this device and this link', async () => {
    const person = await createPerson()
    const { given } = await linked(person)
    const other = await newDevice()
    expect(await acceptDevice({ ...given, box: flip(given.box, 1140) })).toBeNull()
    // Anybody can seal to a public key.
    const info = deviceBoxInfo(given.user, given.device.id, 1)
    const theirs = await hpkeSeal(given.device.seal.pub, info, new Uint8Array(), randomBytes(32))
    expect(await acceptDevice({ ...given, box: theirs })).toBeNull()
    expect(await acceptDevice({ ...given, proof: flip(given.proof, 0) })).toBeNull()
    expect(await acceptDevice({ ...given, entries: person.entries })).toBeNull()
    expect(await acceptDevice({ ...given, entries: [] })).toBeNull()
    expect(await acceptDevice({ ...given, device: other.device })).toBeNull()
    expect(await acceptDevice({ ...given, offer: { ...given.offer, link: other.offer.link } })).toBeNull()
    expect(await acceptDevice(given)).not.toBeNull()
  })

  it('E95 both see one number, which another account or another code changes', async () => {
    const [person, attacker] = await Promise.all([createPerson(), createPerson()])
    const { offer } = await newDevice()
    const place = { offer, user: person.user, ikFp: person.chain.ikFp }
    const digits = linkDigits(place)
    expect(digits).toMatch(/^\d{6}$/)
    expect(linkDigits({ ...place, offer: { ...offer } })).toBe(digits)
    const others = [
      { ...place, ikFp: attacker.chain.ikFp },
      { ...place, user: attacker.user },
      { ...place, offer: { ...offer, secret: randomBytes(32) } },
      { ...place, offer: { ...offer, keys: randomBytes(32) } },
    ].map(linkDigits)
    // Of four others one in 250,000 runs shows the same by chance: not all four ever do.
    expect(others.filter((one) => one !== digits).length).toBeGreaterThan(2)
  })

  it('E93 a code is read as it was written, and anything else is refused', async () => {
    const { offer } = await newDevice()
    const text = encodeLinkCode(offer, 'https://soroka.example:8443')
    expect(decodeLinkCode(text)).toEqual({ offer, origin: 'https://soroka.example:8443' })
    for (const bad of ['', 'https://soroka.example', text.slice(1), text.replace(':1:', ':2:'), text.slice(0, 60)])
      expect(() => decodeLinkCode(bad)).toThrow()
  })
})
