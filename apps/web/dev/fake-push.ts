import type { NotifySettings, PushApi, PushDevice } from '@soroka/client/types'
import type { DeviceId } from '@soroka/protocol'
import type { World } from './world.ts'

const hour = 3_600_000

function device(name: string, own: boolean, facts: Partial<PushDevice>): PushDevice {
  return {
    device: name as DeviceId,
    state: 'active',
    host: 'fcm.googleapis.com',
    since: Date.now() - 90 * hour,
    sent: 214,
    failed: 0,
    expired: 0,
    lastSentAt: Date.now() - hour,
    lastError: null,
    hideContent: false,
    own,
    ...facts,
  }
}

/** Notifications of the fake account: three devices that fare differently. */
export function fakePush(world: World): PushApi {
  let hidden = false
  let settings: NotifySettings = {
    direct: 'all',
    groups: 'all',
    reactions: true,
    calls: true,
    requests: true,
    quiet: null,
    mutedUntil: 0,
  }
  const devices = [
    device('own', true, {}),
    device('tablet', false, {
      state: 'failing',
      host: 'updates.push.services.mozilla.com',
      sent: 38,
      failed: 3,
      lastError: { at: Date.now() - 2 * hour, code: '503' },
    }),
    device('old', false, { state: 'expired', host: null, sent: 91, expired: 1, lastSentAt: Date.now() - 80 * hour }),
  ]
  return {
    key: async () => 'BFake',
    subscribe: async () => devices[0] as PushDevice,
    unsubscribe: async () => undefined,
    hidesContent: async () => hidden,
    hideContent: async (on) => {
      hidden = on
    },
    devices: async () => devices,
    test: async () => ({ sent: true, device: devices[0] as PushDevice }),
    settings: async () => settings,
    change: async (change) => {
      settings = { ...settings, ...change }
      return settings
    },
    setLevel: async (chat, level) => void world.touch(chat, { level }),
    look: async () => undefined,
  }
}
