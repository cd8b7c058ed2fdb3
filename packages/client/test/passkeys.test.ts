import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../apps/server/src/testing/soft-passkey.ts'
import { nodePlatform } from '../src/platform/node.ts'
import type { Platform } from '../src/platform/platform.ts'
import { annaAndBoris, closeAll, isOnline, openScreen, PASSWORD, type Screen, shows, signUp } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

/** Passkeys are a page's: these requests come from one. */
function pagePlatform(url: string): Platform {
  const platform = nodePlatform()
  const send: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    if (request.url.includes('/passkeys')) request.headers.set('origin', url)
    return fetch(request)
  }
  return { ...platform, fetch: send }
}

beforeAll(async () => {
  ;({ server, boris } = await annaAndBoris())
  anna = await signUp(server, 'Clara', pagePlatform(server.url))
})
afterAll(() => closeAll(server, anna, boris))

const secretOf = (fill: number) => new Uint8Array(32).fill(fill)

async function addPasskey(key: SoftPasskey, secret: Uint8Array<ArrayBuffer>): Promise<void> {
  const { challenge, rp, flow } = await anna.client.passkeys.start({ password: PASSWORD })
  const passkey = key.create({ challenge, rp, origin: server.url })
  await anna.client.passkeys.add({ password: PASSWORD, flow, name: 'Phone', passkey, secret })
}

async function signInBy(key: SoftPasskey, secret: Uint8Array<ArrayBuffer>): Promise<Screen> {
  const screen = await openScreen(server, pagePlatform(server.url))
  const { challenge, rp, flow } = await screen.client.auth.startPasskey()
  const passkey = key.use({ challenge, rp, origin: server.url })
  await screen.client.auth.finishPasskey({ flow, passkey, secret })
  return screen
}

test('E96 a passkey opens the account and its history, also after a renewal of all keys in its absence', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'before')
  await shows(boris, id, ['before'])
  const key = new SoftPasskey()
  await addPasskey(key, secretOf(1))
  const tablet = await signInBy(key, secretOf(1))
  await isOnline(tablet)
  await shows(tablet, id, ['before'])
  await anna.client.devices.revoke({ password: PASSWORD, devices: 'others' })
  await anna.client.messages.send(id, 'after')
  const again = await signInBy(key, secretOf(1))
  await isOnline(again)
  await shows(again, id, ['before', 'after'])
  expect(await again.client.passkeys.list()).toMatchObject([{ id: key.id, name: 'Phone' }])
  await Promise.all([tablet.client.close(), again.client.close()])
})

test('E96 the right passkey with another secret opens nothing; the password goes on beside it', async () => {
  const key = new SoftPasskey()
  await addPasskey(key, secretOf(2))
  await expect(signInBy(key, secretOf(3))).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  await anna.client.auth.changePassword({ password: PASSWORD, newPassword: PASSWORD, endOthers: true })
  const byKey = await signInBy(key, secretOf(2))
  expect((await byKey.client.auth.session())?.user).toBe(anna.user)
  await byKey.client.close()
})

test('P219 a removed passkey opens nothing, nor can it be removed twice', async () => {
  const key = new SoftPasskey()
  await addPasskey(key, secretOf(4))
  await anna.client.passkeys.remove({ password: PASSWORD, id: key.id })
  await expect(signInBy(key, secretOf(4))).rejects.toMatchObject({ code: 'PASSKEY_UNKNOWN' })
  await expect(anna.client.passkeys.remove({ password: PASSWORD, id: key.id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
