import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LinkProgress } from '../src/types.ts'
import { annaAndBoris, chatOf, closeAll, isOnline, openScreen, PASSWORD, type Screen, shows, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
})
afterAll(() => closeAll(server, anna, boris))

const isIn = (progress: LinkProgress) => progress.is === 'in'

test('E94 E95 a device that is linked by a code reads the history and is read, also after a renewal of the keys', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'before')
  await shows(boris, id, ['before'])
  // A second generation of the user key: the first one is reached through the chain.
  await anna.client.devices.revoke({ password: PASSWORD, devices: 'others' })
  await anna.client.messages.send(id, 'between')
  await shows(boris, id, ['before', 'between'])

  const phone = await openScreen(server)
  const { code } = await phone.client.auth.startLink()
  expect(await phone.client.auth.lookAtLink()).toEqual({ is: 'open' })
  const request = await anna.client.devices.readLink(` ${code}\n`)
  expect(request).toMatchObject({ name: 'Test', near: true })
  const seen = await phone.client.auth.lookAtLink()
  expect(seen).toEqual({ is: 'seen', name: 'Anna', digits: request.digits })
  const { link } = request
  await expect(anna.client.devices.approveLink({ link, password: 'wrong' })).rejects.toMatchObject({
    code: 'CREDENTIALS_WRONG',
  })
  const began = performance.now()
  await anna.client.devices.approveLink({ link, password: PASSWORD })
  expect(isIn(await phone.client.auth.lookAtLink())).toBe(true)
  await isOnline(phone)
  await shows(phone, id, ['before', 'between'])
  expect(performance.now() - began).toBeLessThan(30_000)
  await phone.client.messages.send(id, 'from the phone')
  await shows(boris, id, ['before', 'between', 'from the phone'])
  expect((await chatOf(phone, id)).warning).toBeUndefined()
  expect(await anna.client.devices.list()).toHaveLength(2)
  await expect(phone.client.auth.lookAtLink()).rejects.toMatchObject({ code: 'LINK_OVER' })
  await expect(anna.client.devices.approveLink({ link, password: PASSWORD })).rejects.toMatchObject({
    code: 'LINK_OVER',
  })
  await phone.client.close()
})

test('P212 P215 a code that another account has read, that was refused, or that is of another server, links nothing', async () => {
  const phone = await openScreen(server)
  const { code } = await phone.client.auth.startLink()
  const { link } = await boris.client.devices.readLink(code)
  await expect(anna.client.devices.readLink(code)).rejects.toMatchObject({ code: 'LINK_TAKEN' })
  await boris.client.devices.refuseLink(link)
  await expect(phone.client.auth.lookAtLink()).rejects.toMatchObject({ code: 'LINK_REFUSED' })
  await expect(anna.client.devices.readLink(code)).rejects.toMatchObject({ code: 'LINK_OVER' })
  const elsewhere = code.replace(server.url, 'https://soroka.elsewhere')
  await expect(anna.client.devices.readLink(elsewhere)).rejects.toMatchObject({
    code: 'LINK_CODE_WRONG',
    data: { reason: 'server', host: 'soroka.elsewhere' },
  })
  for (const bad of ['', 'https://soroka.example', code.slice(3)])
    await expect(anna.client.devices.readLink(bad)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' })
  await phone.client.close()
})

test('E94 E95 a server that shows other keys, or another account, is found out', async () => {
  const phone = await openScreen(server)
  const tablet = await openScreen(server)
  const [first, second] = [await phone.client.auth.startLink(), await tablet.client.auth.startLink()]
  // The link of one code with the fingerprint of the other: what a server does that passes its own keys on.
  const parts = (code: string) => Buffer.from(code.split(':')[2] ?? '', 'base64url')
  const mixed = Buffer.concat([parts(first.code).subarray(0, 16), parts(second.code).subarray(16)])
  const code = first.code.replace(first.code.split(':')[2] ?? '', mixed.toString('base64url'))
  await expect(anna.client.devices.readLink(code)).rejects.toMatchObject({
    code: 'LINK_CODE_WRONG',
    data: { reason: 'keys' },
  })
  // Whoever approves without having read the code, as a server could for an account of its own.
  const secretless = Buffer.from(parts(second.code))
  secretless.fill(7, 16, 48)
  const guessed = second.code.replace(second.code.split(':')[2] ?? '', secretless.toString('base64url'))
  const { link, digits } = await boris.client.devices.readLink(guessed)
  expect(await tablet.client.auth.lookAtLink()).not.toMatchObject({ digits })
  await boris.client.devices.approveLink({ link, password: PASSWORD })
  await expect(tablet.client.auth.lookAtLink()).rejects.toMatchObject({
    code: 'LINK_CODE_WRONG',
    data: { reason: 'account' },
  })
  expect(await tablet.client.auth.session()).toBeNull()
  await until(async () => (await boris.client.devices.list()).length === 1)
  await Promise.all([phone.client.close(), tablet.client.close()])
})
