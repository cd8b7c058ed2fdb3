import type { DevicesApi, DeviceView } from '@soroka/client/types'
import type { DeviceId, DeviceLinkId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import { pause, type World } from './world.ts'

const hour = 3_600_000

/** Three devices, of which two can be ended; the password is anything but "wrong". */
export function fakeDevices({ tell }: World): DevicesApi {
  const now = Date.now()
  let devices: DeviceView[] = [
    { id: 'd' as DeviceId, name: 'Chrome, macOS', kind: 'web', addedAt: now - 900 * hour, seenAt: now, here: true },
    { id: 'p' as DeviceId, name: 'Safari, iPhone', kind: 'web', addedAt: now - 500 * hour, seenAt: now, here: false },
    {
      id: 't' as DeviceId,
      name: 'Firefox, Windows',
      kind: 'web',
      addedAt: now - 80 * hour,
      seenAt: now - 30 * hour,
      here: false,
    },
  ]
  return {
    list: async () => devices,
    readLink: async (code) => {
      await pause(300)
      if (!code.startsWith('soroka-link:')) throw new EngineError('LINK_CODE_WRONG', {})
      const place = { address: '192.168.1.24', near: true, digits: '482913', expiresAt: Date.now() + 300_000 }
      return { link: 'l' as DeviceLinkId, name: 'Safari, iPhone', kind: 'web', ...place }
    },
    approveLink: async ({ password }) => {
      await pause(400)
      if (password === 'wrong') throw new EngineError('CREDENTIALS_WRONG', {})
    },
    refuseLink: async () => undefined,
    rename: async (id, name) => {
      devices = devices.map((one) => (one.id === id ? { ...one, name } : one))
      tell({ type: 'devices' })
    },
    revoke: async ({ password, devices: gone }) => {
      await pause(400)
      if (password === 'wrong') throw new EngineError('CREDENTIALS_WRONG', {})
      devices = devices.filter(({ id, here }) => here || (gone !== 'others' && !gone.includes(id)))
    },
  }
}
