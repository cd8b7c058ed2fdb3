import { SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { changePushState, readPushState } from '../push/held-epochs.ts'
import type { PushApi } from '../types.ts'
import { setChatLevel } from '../vault/chat-verbs.ts'
import { checkChat } from './chats-api.ts'

/** Notifications of the signed-in account. What they are for, the server keeps: it decides what is pushed. */
export function pushApi(engine: () => Promise<Engine>): PushApi {
  return {
    key: async () => (await (await engine()).api.push.key()).key,
    subscribe: async ({ endpoint, keys, expiration }, lang) => {
      const current = await engine()
      const { api, account } = current
      const { hideContent } = await readPushState(account.db)
      const { p256dh, auth } = keys
      const device = await api.push.subscribe({
        endpoint,
        keys: { p256dh, auth },
        lang,
        hideContent,
        ...(typeof expiration === 'number' ? { expiration: Math.round(expiration) } : {}),
      })
      // Whatever the server knew of this device may be gone: all of it is told again.
      await changePushState(account.db, { on: true, lang, told: {} })
      current.announceHeld()
      return device
    },
    unsubscribe: async () => {
      const { api, account } = await engine()
      await changePushState(account.db, { on: false, told: {} })
      await api.push.unsubscribe()
    },
    hidesContent: async () => (await readPushState((await engine()).account.db)).hideContent,
    hideContent: async (on) => changePushState((await engine()).account.db, { hideContent: on }),
    devices: async () => (await (await engine()).api.push.devices()).devices,
    test: async (device) => (await engine()).api.push.test(device === undefined ? {} : { device }),
    settings: async () => (await engine()).api.push.settings(),
    change: async (settings) => {
      if (Object.keys(settings).length === 0) throw new SorokaError('BAD_REQUEST')
      return (await engine()).api.push.setSettings(settings)
    },
    setLevel: async (chat, level) => setChatLevel(await engine(), checkChat(chat), level),
    look: async (visible, chat) => (await engine()).look(visible, chat === null ? null : checkChat(chat)),
  }
}
