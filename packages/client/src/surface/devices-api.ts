import { type DeviceId, deviceId, SorokaError } from '@soroka/protocol'
import { unlockedFor } from '../auth/unlock-here.ts'
import type { LinkOther } from '../devices/link-other.ts'
import { renew } from '../devices/renew.ts'
import type { Engine } from '../engine/engine.ts'
import type { DevicesApi, DeviceView } from '../types.ts'

export function devicesApi(engine: () => Promise<Engine>, baseUrl: string): DevicesApi {
  let linking: { of: Engine; by: Promise<LinkOther> } | undefined
  const link = async () => {
    const of = await engine()
    if (linking?.of !== of) {
      const { api, account, epochs } = of
      const by = import('../devices/link-other.ts').then(
        ({ LinkOther: Link }) => new Link({ api, account, chains: epochs.chains, baseUrl }),
      )
      linking = { of, by }
    }
    return await linking.by
  }
  return {
    readLink: async (code) => (await link()).look(code),
    approveLink: async ({ link: id, password }) => (await link()).approve(id, password),
    refuseLink: async (id) => (await link()).refuse(id),
    list: async () => {
      const { api, account } = await engine()
      const { devices } = await api.devices.list()
      return devices.map((one) => ({ ...one, here: one.id === account.self.device })).toSorted(hereFirst)
    },
    rename: async (device, name) => {
      const { api } = await engine()
      await api.devices.rename({ device: checkDevice(device), name })
    },
    revoke: async ({ password, devices }) => {
      const gone = devices === 'others' ? null : new Set(devices.map(checkDevice))
      const { api, account, epochs, ownKeys } = await engine()
      const { device: self } = account.self
      if (gone?.has(self) === true) throw new SorokaError('BAD_REQUEST', { field: 'devices' })
      await unlockedFor(
        { api, account, chains: epochs.chains },
        { password },
        async ({ flow, account: open, wraps }) => {
          const staying = (id: DeviceId) => id === self || (gone !== null && !gone.has(id))
          const { rotation, wire } = await renew(api, open, wraps, staying)
          await api.devices.revoke({ flow, ...wire })
          await account.storePuks(rotation.account.puks)
        },
      )
      await ownKeys.catchUp()
    },
  }
}

function hereFirst(a: DeviceView, b: DeviceView): number {
  return Number(b.here) - Number(a.here) || b.seenAt - a.seenAt || b.addedAt - a.addedAt
}

function checkDevice(id: string): DeviceId {
  const parsed = deviceId.safeParse(id)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'device' })
  return parsed.data
}
