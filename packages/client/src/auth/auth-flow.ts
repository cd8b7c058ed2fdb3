import type { SessionId, UserId } from '@soroka/protocol'
import { type Api, createApi } from '../api/api.ts'
import type { Platform } from '../platform/platform.ts'
import { freeSlot, type Registry } from '../indexeddb/registry.ts'
import { LocalAccount, type NewAccount, type StoredSession } from './local-account.ts'
import { wipeAccount } from './sessions.ts'
import { endHere } from './token-end.ts'

export interface FlowDeps {
  api: Api
  baseUrl: string
  platform: Platform
  registry: Registry
  deviceName: string
}

/** The session as the server gives it. */
export interface GivenSession {
  session: SessionId
  user: UserId
  device: StoredSession['device']
  accessToken: string
  generation: number
  refreshToken?: string | undefined
}

/** How this device presents itself, and where its refresh token goes. */
export async function presentDevice({ platform, registry, deviceName }: FlowDeps) {
  const device = { name: deviceName, kind: platform.deviceKind }
  const slot = await freeSlot(registry)
  const delivery = platform.delivery === 'cookie' ? ({ kind: 'cookie', slot } as const) : ({ kind: 'body' } as const)
  return { device, delivery }
}

type Keys = Omit<NewAccount, 'session' | 'refreshToken'>

/** Writes what a signed-in device keeps, and nothing else: AS and IK are gone with the caller's variables. */
export async function settle(
  deps: FlowDeps,
  given: GivenSession,
  slot: number | undefined,
  keys: Keys,
  profile?: { name: string; nickname: string; email: string },
): Promise<LocalAccount> {
  const { name, nickname, email } = profile ?? (await readProfile(deps, given.accessToken))
  const { session, user, device, generation, accessToken } = given
  const stored = { session, user, device, generation, name, nickname, email, ...(slot === undefined ? {} : { slot }) }
  // Left over from an earlier session of the same person here.
  await wipeAccount(deps.platform, deps.registry, user)
  const account = await LocalAccount.create(
    deps.platform.storage,
    { ...keys, session: stored, refreshToken: given.refreshToken },
    { accessToken, expiresAt: endHere(accessToken, deps.platform.now()), generation },
  )
  const usedAt = deps.platform.now()
  await deps.registry.put('accounts', { user, usedAt, ...(slot === undefined ? {} : { slot }) })
  return account
}

function readProfile(deps: FlowDeps, token: string) {
  const tokens = { get: async () => token, renew: async () => undefined }
  return createApi(deps.baseUrl, deps.platform.fetch, tokens).account.get()
}
