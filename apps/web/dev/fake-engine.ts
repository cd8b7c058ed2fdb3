/**
 * An engine that lives in memory: drives the screens without a server (`vite --mode fake`), for pictures and design work.
 * Never part of the product: only `--mode fake` puts it in the place of src/engine/connect.ts.
 * The address chooses the scene: ?scene=out (signed out), empty, chats (default), long (10,000 messages), many (3,000 chats),
 * big (a group of 1,000), indexing, offline, call-… (see call-scenes.ts).
 */
import type { SessionView } from '@soroka/client/types'
import type { ChatId, DeviceId, FlowId, UserId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import type { WebEngine } from '../src/engine/web-engine.ts'
import { beginCallScene } from './call-scenes.ts'
import { fakeCalls } from './fake-calls.ts'
import { fakeDevices } from './fake-devices.ts'
import { fakeAdmin } from './fake-admin.ts'
import { fakePush } from './fake-push.ts'
import { fakeChats } from './fake-chats.ts'
import { fakeFiles } from './fake-files.ts'
import { fakeGroups } from './fake-groups.ts'
import { fakeMessages } from './fake-messages.ts'
import { fakeAccount, fakeContacts, fakePeople, fakeSearch } from './fake-people.ts'
import { fakeStickers } from './fake-stickers.ts'
import { makeWorld, pause } from './world.ts'

const words = 'лес река гнездо перо утро снег берег чай дом окно крыло небо '.repeat(2).trim()

export function connect(): WebEngine {
  const scene = new URLSearchParams(location.search).get('scene') ?? sessionStorage.getItem('scene') ?? 'chats'
  sessionStorage.setItem('scene', scene)
  const language = localStorage.getItem('soroka.language') ?? (navigator.language.startsWith('ru') ? 'ru' : 'en')
  const me: SessionView = {
    user: 'me' as UserId,
    device: 'd' as DeviceId,
    name: language === 'ru' ? 'Аня Рябинина' : 'Anya Ryabinina',
    nickname: 'ryabina',
    email: 'anya@ryabina.ru',
  }
  const world = makeWorld(scene, me, language === 'ru' ? 'ru' : 'en')
  let session: SessionView | null = scene === 'out' ? null : me
  let recovery: string | null = scene === 'empty' ? words : null
  const enter = () => {
    session = me
    world.tell({ type: 'session', session: me })
    return me
  }
  const begin = () => {
    beginCallScene(scene)
    if (scene === 'chats')
      world.tell({ type: 'typing', chat: 'altai' as ChatId, users: ['ira' as UserId, 'kostya' as UserId] })
    if (scene === 'indexing') world.tell({ type: 'search', indexed: 61_200, total: 84_000 })
  }

  return {
    devices: fakeDevices(world),
    passkeys: {
      list: async () => [
        { id: 'p', name: 'Safari, iPhone', addedAt: Date.now() - 86_400_000 * 9, usedAt: Date.now() - 86_400_000 },
      ],
      start: async () => ({
        flow: 'f' as FlowId,
        challenge: 'AAAA',
        rp: location.hostname,
        known: [],
        user: me.user,
        account: me.email,
      }),
      add: async () => undefined,
      remove: async () => undefined,
    },
    auth: {
      place: async () => ({ name: '', contact: '', signUp: 'open', newcomerDays: 3, domains: [], first: false }),
      checkInvite: async () => undefined,
      signUp: async () => (await pause(200), { codeExpiresAt: Date.now() + 900_000 }),
      startPasskey: async () => ({ flow: 'f' as FlowId, challenge: 'AAAA', rp: location.hostname }),
      finishPasskey: async () => enter(),
      startLink: async () => ({
        code: `soroka-link:1:${'A'.repeat(107)}:https://soroka.example`,
        expiresAt: Date.now() + 300_000,
      }),
      lookAtLink: async () => ({ is: 'open' }),
      resendCode: async () => ({ codeExpiresAt: Date.now() + 900_000 }),
      confirm: async ({ code }) => {
        await pause(300)
        if (code === '000000') throw new EngineError('CODE_WRONG', { triesLeft: 4 })
        recovery = words
        return { session: enter(), recoveryKey: recovery }
      },
      signIn: async ({ password }) => {
        await pause(400)
        if (password === 'wrong') throw new EngineError('CREDENTIALS_WRONG', { triesLeft: 4 })
        return enter()
      },
      startRecovery: async () => ({ codeExpiresAt: Date.now() + 900_000 }),
      finishRecovery: async () => enter(),
      signOut: async () => {
        session = null
        world.tell({ type: 'session', session: null, reason: 'signed_out' })
      },
      session: async () => session,
      confirmSignIn: async () => enter(),
      startEmailChange: async () => ({ codeExpiresAt: Date.now() + 900_000 }),
      finishEmailChange: async () => undefined,
      totp: async () => ({ enabled: false, backupCodes: 0 }),
      renewBackupCodes: async () => ['ABCDE-23456', 'FGHJK-78923'],
      startTotp: async () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Soroka?secret=JBSWY3DPEHPK3PXP' }),
      enableTotp: async () => Array.from({ length: 10 }, (_, at) => `ABCD${at}-EFGH${at}`),
      disableTotp: async () => undefined,
      deleteAccount: async () => undefined,
      recoveryKey: async () => recovery,
      replaceRecoveryKey: async () => (recovery = words),
      changePassword: async ({ password }) => {
        await pause(400)
        if (password === 'wrong') throw new EngineError('CREDENTIALS_WRONG', {})
      },
      recoverySaved: async () => {
        recovery = null
      },
    },
    account: fakeAccount(world),
    calls: fakeCalls(world),
    push: fakePush(world),
    admin: fakeAdmin(world),
    chats: fakeChats(world),
    messages: fakeMessages(world),
    groups: fakeGroups(world),
    contacts: fakeContacts(world),
    people: fakePeople(world),
    search: fakeSearch(world),
    files: fakeFiles(),
    stickers: fakeStickers(world),
    connection: async () => (scene === 'offline' ? 'offline' : 'online'),
    wake: async () => undefined,
    subscribe: async (listener) => {
      world.listeners.add(listener)
      setTimeout(begin, 400)
      return () => void world.listeners.delete(listener)
    },
    setVisible: async () => undefined,
    close: async () => undefined,
  }
}
