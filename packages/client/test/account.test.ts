import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeEpoch, REASON } from '@soroka/protocol/records'
import { nodePlatform } from '../src/platform/node.ts'
import { authenticatorCode } from '../../../apps/server/src/testing/authenticator.ts'
import { LyingServer } from './lying-server.ts'
import {
  annaAndBoris,
  chatOf,
  closeAll,
  isOnline,
  messages,
  openScreen,
  PASSWORD,
  type Screen,
  shows,
  signIn,
  signUp,
  until,
} from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
})
afterAll(() => closeAll(server, anna, boris))

const endOf = (screen: Screen) =>
  until(async () => screen.events.find((event) => event.type === 'session' && event.session === null))

/** The newest epoch of a chat, as the server has it. */
async function headOf(chat: string) {
  const [row] = await server.database.sql<{ record: Buffer }[]>`
    SELECT record FROM epochs WHERE chat_id = ${chat} ORDER BY n DESC LIMIT 1`
  if (row === undefined) throw new Error('no epoch')
  return decodeEpoch(row.record)
}

test('R1 a lost device is ended from another one: it wipes itself and says why, and all others read on', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'before')
  await shows(boris, id, ['before'])
  const platform = nodePlatform()
  const lost = await signIn(server, anna, platform)
  const tablet = await signIn(server, anna)
  await isOnline(lost)
  await shows(lost, id, ['before'])
  await shows(tablet, id, ['before'])
  const listed = await anna.client.devices.list()
  expect(listed.map(({ here }) => here)).toEqual([true, false, false])
  const device = (await lost.client.auth.session())?.device
  if (device === undefined) throw new Error('no device')
  await anna.client.devices.rename(device, 'Old phone')
  expect((await tablet.client.devices.list()).find(({ id: one }) => one === device)?.name).toBe('Old phone')

  await expect(anna.client.devices.revoke({ password: 'wrong password', devices: [device] })).rejects.toMatchObject({
    code: 'CREDENTIALS_WRONG',
  })
  expect(await lost.client.auth.session()).not.toBeNull()
  const from = performance.now()
  await anna.client.devices.revoke({ password: PASSWORD, devices: [device] })
  expect(await endOf(lost)).toMatchObject({ reason: 'revoked' })
  expect(performance.now() - from).toBeLessThan(5000)
  expect(await lost.client.auth.session()).toBeNull()
  const again = await openScreen(server, platform)
  expect(await again.client.auth.session()).toBeNull()
  expect(await again.client.chats.list().catch(({ code }: { code: string }) => code)).toBe('UNAUTHORIZED')
  await again.client.close()

  // The tablet did nothing, and reads what is sealed to the new key; so does who asked, and the other one.
  await boris.client.messages.send(id, 'after')
  for (const screen of [anna, boris, tablet]) await shows(screen, id, ['before', 'after'])
  const head = await headOf(id)
  expect(head.reason).toBe(REASON.puk)
  await tablet.client.messages.send(id, 'from the tablet')
  for (const screen of [anna, boris, tablet]) await shows(screen, id, ['before', 'after', 'from the tablet'])
  expect((await chatOf(tablet, id)).warning).toBeUndefined()

  // And a device that comes now finds it all.
  const laptop = await signIn(server, anna)
  await shows(laptop, id, ['before', 'after', 'from the tablet'])
  await lost.client.close()
  await laptop.client.close()
  await tablet.client.close()
})

test('R1 a device that was away when the keys changed, twice, takes them when it comes', async () => {
  const clara = await signUp(server, 'Clara')
  const { id } = await clara.client.chats.openDirect(boris.user)
  await clara.client.messages.send(id, 'one')
  const platform = nodePlatform()
  const away = await signIn(server, clara, platform)
  await shows(away, id, ['one'])
  await away.client.chats.pin(id, true)
  await away.client.close()
  for (const text of ['two', 'three']) {
    const lost = await signIn(server, clara)
    const device = (await lost.client.auth.session())?.device
    if (device === undefined) throw new Error('no device')
    await clara.client.devices.revoke({ password: PASSWORD, devices: [device] })
    await endOf(lost)
    await lost.client.close()
    await boris.client.messages.send(id, text)
  }
  await clara.client.chats.mute(id, Date.now() + 3_600_000)
  const back = await openScreen(server, platform, clara)
  await shows(back, id, ['one', 'two', 'three'])
  // Settings lie under the newest key, too: both ways.
  await back.client.chats.setDraft(id, { text: 'half a thought' })
  await until(async () => (await chatOf(clara, id)).draft?.text === 'half a thought')
  expect(await messages(back, id)).toEqual(await messages(clara, id))
  await back.client.close()
  await clara.client.close()
})

test('all other devices end in one act, also those that nobody is at', async () => {
  const dora = await signUp(server, 'Dora')
  const platform = nodePlatform()
  const away = await signIn(server, dora, platform)
  await away.client.close()
  const near = await signIn(server, dora)
  await isOnline(near)
  expect(await dora.client.devices.list()).toHaveLength(3)
  await dora.client.devices.revoke({ password: PASSWORD, devices: 'others' })
  await endOf(near)
  expect((await dora.client.devices.list()).map(({ here }) => here)).toEqual([true])
  const back = await openScreen(server, platform)
  expect(await endOf(back)).toMatchObject({ reason: 'revoked' })
  for (const screen of [near, back, dora]) await screen.client.close()
})

test('R22 what is set after the keys changed lies under the new one, and the other devices read it', async () => {
  const emma = await signUp(server, 'Emma')
  const { id } = await emma.client.chats.openDirect(boris.user)
  await emma.client.messages.send(id, 'hello')
  const tablet = await signIn(server, emma)
  const lost = await signIn(server, emma)
  await shows(tablet, id, ['hello'])
  const device = (await lost.client.auth.session())?.device
  if (device === undefined) throw new Error('no device')
  await emma.client.chats.setDraft(id, { text: 'before' })
  await until(async () => (await chatOf(tablet, id)).draft?.text === 'before')
  await emma.client.devices.revoke({ password: PASSWORD, devices: [device] })
  await endOf(lost)
  for (const [from, to, text] of [
    [emma, tablet, 'from the first'],
    [tablet, emma, 'from the second'],
  ] as const) {
    await from.client.chats.setDraft(id, { text })
    await until(async () => (await chatOf(to, id)).draft?.text === text)
    const [newest] = await server.database.sql<{ gen: number }[]>`
      SELECT ('x' || encode(substring(sealed for 4), 'hex'))::bit(32)::int AS gen FROM vault_entries
      WHERE user_id = ${emma.user} ORDER BY rev DESC LIMIT 1`
    expect(newest?.gen).toBe(2)
  }
  for (const screen of [emma, tablet, lost]) await screen.client.close()
})

test('R1 S19 a server that hides the end of my own chain gets no signature beside it', async () => {
  const liar = new LyingServer()
  const fred = await signUp(server, 'Fred', nodePlatform({ fetch: liar.fetch }))
  const other = await signIn(server, fred)
  await until(async () => (await fred.client.devices.list()).length === 2)
  // He has heard of the second device: from here on the server can't take it back.
  const { id } = await fred.client.chats.openDirect(fred.user)
  await other.client.chats.openDirect(fred.user)
  await other.client.messages.send(id, 'from the second')
  await shows(fred, id, ['from the second'])
  liar.lie = (path, body) => {
    if (path !== '/api/auth/unlock/finish') return body
    return { ...(body as object), chain: (body as { chain: string[] }).chain.slice(0, -1) }
  }
  await expect(fred.client.devices.revoke({ password: PASSWORD, devices: 'others' })).rejects.toMatchObject({
    code: 'CHAIN_REFUSED',
    data: { reason: 'own_chain' },
  })
  liar.lie = (_path, body) => body
  await fred.client.devices.revoke({ password: PASSWORD, devices: 'others' })
  await endOf(other)
  for (const screen of [fred, other]) await screen.client.close()
})

/** The same person elsewhere, by this password. */
async function tryPassword(who: Screen, password: string): Promise<Screen> {
  const screen = await openScreen(server)
  await screen.client.auth.signIn({ email: who.email, password })
  return { ...screen, email: who.email, user: who.user }
}

const NEXT = 'another long password'

test('R10 another password: the history stays on all devices, the old one opens nothing, the words still do', async () => {
  const gala = await signUp(server, 'Gala')
  const { id } = await gala.client.chats.openDirect(boris.user)
  await gala.client.messages.send(id, 'before')
  const tablet = await signIn(server, gala)
  await shows(tablet, id, ['before'])
  const change = { password: 'wrong password', newPassword: NEXT, endOthers: false }
  await expect(gala.client.auth.changePassword(change)).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  await gala.client.auth.changePassword({ ...change, password: PASSWORD })
  await tablet.client.messages.send(id, 'after')
  for (const screen of [gala, tablet, boris]) await shows(screen, id, ['before', 'after'])
  await expect(tryPassword(gala, PASSWORD)).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  const laptop = await tryPassword(gala, NEXT)
  await shows(laptop, id, ['before', 'after'])
  const recovered = await openScreen(server)
  await recovered.client.auth.startRecovery({ email: gala.email, locale: 'en' })
  const code = await server.codeFor(gala.email, 2)
  await recovered.client.auth.finishRecovery({ code, recoveryKey: gala.recoveryKey, password: PASSWORD })
  await shows(recovered, id, ['before', 'after'])
  for (const screen of [gala, tablet, laptop, recovered]) await screen.client.close()
})

test('R10 somebody else may know the password: all others end, and what follows is sealed to new keys', async () => {
  const hanna = await signUp(server, 'Hanna')
  const { id } = await hanna.client.chats.openDirect(boris.user)
  await hanna.client.messages.send(id, 'before')
  const thief = await signIn(server, hanna)
  await shows(thief, id, ['before'])
  await hanna.client.auth.changePassword({ password: PASSWORD, newPassword: NEXT, endOthers: true })
  expect(await endOf(thief)).toMatchObject({ reason: 'revoked' })
  await boris.client.messages.send(id, 'after')
  await shows(hanna, id, ['before', 'after'])
  expect((await headOf(id)).reason).toBe(REASON.puk)
  const tablet = await tryPassword(hanna, NEXT)
  await shows(tablet, id, ['before', 'after'])
  // The words that were written down at the beginning open the new account secret.
  const recovered = await openScreen(server)
  await recovered.client.auth.startRecovery({ email: hanna.email, locale: 'en' })
  const code = await server.codeFor(hanna.email, 2)
  await recovered.client.auth.finishRecovery({ code, recoveryKey: hanna.recoveryKey, password: PASSWORD })
  await shows(recovered, id, ['before', 'after'])
  for (const screen of [hanna, thief, tablet, recovered]) await screen.client.close()
})

test('another recovery key opens the account, and the one before does not', async () => {
  const ida = await signUp(server, 'Ida')
  const { id } = await ida.client.chats.openDirect(boris.user)
  await ida.client.messages.send(id, 'kept')
  const tablet = await signIn(server, ida)
  await isOnline(tablet)
  const words = await tablet.client.auth.replaceRecoveryKey({ password: PASSWORD })
  expect(words.split(' ')).toHaveLength(24)
  expect(words).not.toBe(ida.recoveryKey)
  expect(await tablet.client.auth.recoveryKey()).toBe(words)
  // Her first device offers the old words no longer.
  await until(async () => (await ida.client.auth.recoveryKey()) === null)
  expect((await ida.client.account.get()).recoverySavedAt).toBeNull()
  const recovered = await openScreen(server)
  await recovered.client.auth.startRecovery({ email: ida.email, locale: 'en' })
  const finish = { code: await server.codeFor(ida.email, 2), password: NEXT }
  await expect(recovered.client.auth.finishRecovery({ ...finish, recoveryKey: ida.recoveryKey })).rejects.toMatchObject(
    { code: 'CREDENTIALS_WRONG' },
  )
  await recovered.client.auth.finishRecovery({ ...finish, recoveryKey: words })
  await shows(recovered, id, ['kept'])
  for (const screen of [ida, tablet, recovered]) await screen.client.close()
})

test('S16 with a second factor the password waits for a code, and so do the recovery words', async () => {
  const jana = await signUp(server, 'Jana')
  const { id } = await jana.client.chats.openDirect(boris.user)
  await jana.client.messages.send(id, 'kept')
  await expect(jana.client.auth.startTotp({ password: 'wrong password' })).rejects.toMatchObject({
    code: 'CREDENTIALS_WRONG',
  })
  const { secret } = await jana.client.auth.startTotp({ password: PASSWORD })
  const [first = '', second = '', third = ''] = await jana.client.auth.enableTotp({
    code: authenticatorCode(secret, Date.now()),
  })
  const tablet = await openScreen(server)
  await expect(tablet.client.auth.confirmSignIn({ code: first })).rejects.toMatchObject({ code: 'FLOW_UNKNOWN' })
  await expect(tablet.client.auth.signIn({ email: jana.email, password: PASSWORD })).rejects.toMatchObject({
    code: 'SECOND_FACTOR_NEEDED',
  })
  expect(await tablet.client.auth.session()).toBeNull()
  await expect(tablet.client.auth.confirmSignIn({ code: 'ABCDE-23456' })).rejects.toMatchObject({
    code: 'CODE_WRONG',
    data: { triesLeft: 4 },
  })
  await tablet.client.auth.confirmSignIn({ code: first })
  await shows(tablet, id, ['kept'])

  const recovered = await openScreen(server)
  await recovered.client.auth.startRecovery({ email: jana.email, locale: 'en' })
  const given = { code: await server.codeFor(jana.email, 2), recoveryKey: jana.recoveryKey, password: NEXT }
  await expect(recovered.client.auth.finishRecovery(given)).rejects.toMatchObject({ code: 'SECOND_FACTOR_NEEDED' })
  await expect(recovered.client.auth.finishRecovery({ ...given, secondFactor: first })).rejects.toMatchObject({
    code: 'CODE_WRONG',
  })
  await recovered.client.auth.finishRecovery({ ...given, secondFactor: second })
  await shows(recovered, id, ['kept'])
  expect(await jana.client.auth.totp()).toEqual({ enabled: true, backupCodes: 8 })
  await recovered.client.auth.disableTotp({ password: NEXT, code: third })
  expect(await jana.client.auth.totp()).toEqual({ enabled: false, backupCodes: 0 })
  for (const screen of [jana, tablet, recovered]) await screen.client.close()
})

test('another address takes the password and a code from both mailboxes; each device knows it then', async () => {
  const kira = await signUp(server, 'Kira')
  const tablet = await signIn(server, kira)
  await isOnline(tablet)
  const email = `moved.${Date.now()}@example.org`
  await kira.client.auth.startEmailChange({ password: PASSWORD, email })
  const codes = { oldCode: await server.codeFor(kira.email, 2), newCode: await server.codeFor(email) }
  const wrong = { ...codes, newCode: codes.newCode === '111111' ? '222222' : '111111' }
  await expect(kira.client.auth.finishEmailChange(wrong)).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await kira.client.auth.finishEmailChange(codes)
  for (const screen of [kira, tablet]) await until(async () => (await screen.client.auth.session())?.email === email)
  const laptop = await tryPassword({ ...kira, email }, PASSWORD)
  expect((await laptop.client.auth.session())?.user).toBe(kira.user)
  for (const screen of [kira, tablet, laptop]) await screen.client.close()
})
