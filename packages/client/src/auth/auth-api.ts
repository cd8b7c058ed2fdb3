import { SorokaError } from '@soroka/protocol'
import { createApi } from '../api/api.ts'
import { isOffline } from '../api/api-errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { Registry } from '../indexeddb/registry.ts'
import type { Platform } from '../platform/platform.ts'
import type { AuthApi, EndReason, SessionView } from '../types.ts'
import { changePassword } from './change-password.ts'
import type { FlowDeps } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'
import { EmailChange } from './email-change.ts'
import { replaceRecoveryKey, waitingWords } from './recovery-key.ts'
import { Recovery } from './recovery.ts'
import { signRefresh } from './refresh-signature.ts'
import { SignIn } from './sign-in.ts'
import { type UnlockDeps, unlockedFor } from './unlock-here.ts'
import { confirmSignUp, resendCode, startSignUp } from './sign-up.ts'

interface Options {
  baseUrl: string
  platform: Platform
  deviceName: string
  registry: Registry
  current(): Engine | undefined
  begin(account: LocalAccount): Promise<void>
  end(reason: EndReason): Promise<void>
  /** Does what ends this session: whoever notices that first says this reason. */
  leaving<T>(reason: EndReason, work: () => Promise<T>): Promise<T>
}

/** Getting in and out. */
export function createAuth(options: Options): AuthApi {
  const { baseUrl, platform, registry, deviceName } = options
  const api = createApi(baseUrl, platform.fetch, null)
  const deps: FlowDeps = { api, baseUrl, platform, registry, deviceName }
  const recovery = new Recovery(deps)
  const signing = new SignIn(deps)
  const emailChange = new EmailChange()
  /** Few people come this way: its code comes with the first of them. */
  const linking = once(async () => new (await import('./link-here.ts')).LinkHere(deps))
  const enter = async (account: LocalAccount): Promise<SessionView> => {
    await options.begin(account)
    return await account.view()
  }
  const signedIn = () => {
    const engine = options.current()
    if (engine === undefined) throw new SorokaError('UNAUTHORIZED')
    return engine
  }
  return {
    place: () => api.place.get(),
    checkInvite: async (token) => {
      await api.place.look({ token })
    },
    signUp: (input) => startSignUp(deps, input),
    resendCode: () => resendCode(deps),
    confirm: async ({ code }) => {
      const { account, recoveryKey } = await confirmSignUp(deps, code)
      return { session: await enter(account), recoveryKey }
    },
    signIn: async (input) => enter(await signing.start(input)),
    confirmSignIn: async ({ code }) => enter(await signing.confirm(code)),
    startPasskey: () => api.auth.passkeys.signIn.start({}),
    finishPasskey: async (input) => enter(await signing.byPasskey(input)),
    startLink: async () => (await linking()).start(),
    lookAtLink: async () => {
      const found = await (await linking()).look()
      return 'is' in found ? found : { is: 'in', session: await enter(found) }
    },
    startRecovery: (input) => recovery.start(input),
    finishRecovery: async (input) => enter(await recovery.finish(input)),
    signOut: async () => {
      await tellServer(deps, signedIn().account)
      await options.end('signed_out')
    },
    deleteAccount: async ({ password }) => {
      const here = unlockDeps(signedIn())
      await unlockedFor(here, { password }, ({ flow }) =>
        options.leaving('deleted', () => here.api.account.remove({ flow })),
      )
      await options.end('deleted')
    },
    session: async () => (await options.current()?.account.view()) ?? null,
    recoveryKey: async () => {
      const engine = options.current()
      return engine === undefined ? null : await waitingWords({ account: engine.account, chains: engine.epochs.chains })
    },
    replaceRecoveryKey: ({ password }) => replaceRecoveryKey(unlockDeps(signedIn()), password),
    startEmailChange: (input) => emailChange.start(unlockDeps(signedIn()), input),
    finishEmailChange: async (codes) => {
      const engine = signedIn()
      await emailChange.finish(engine, codes)
      await engine.ownAccount.refresh()
    },
    totp: () => signedIn().api.auth.totp.get(),
    startTotp: ({ password }) => {
      const { api, ...rest } = unlockDeps(signedIn())
      return unlockedFor({ api, ...rest }, { password }, ({ flow }) => api.auth.totp.start({ flow }))
    },
    enableTotp: async ({ code }) => (await signedIn().api.auth.totp.enable({ code })).backupCodes,
    renewBackupCodes: async ({ password, code }) => {
      const { api, ...rest } = unlockDeps(signedIn())
      const given = await unlockedFor({ api, ...rest }, { password }, ({ flow }) =>
        api.auth.totp.renewCodes({ flow, code }),
      )
      return given.backupCodes
    },
    disableTotp: async ({ password, code }) => {
      const { api, ...rest } = unlockDeps(signedIn())
      await unlockedFor({ api, ...rest }, { password }, ({ flow }) => api.auth.totp.disable({ flow, code }))
    },
    changePassword: async (change) => {
      const engine = signedIn()
      await changePassword(unlockDeps(engine), change)
      await engine.ownKeys.catchUp()
    },
    recoverySaved: async () => {
      const engine = signedIn()
      await engine.api.account.update({ recoverySaved: true })
      await engine.account.forgetRecoveryWords()
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

function unlockDeps({ api, account, epochs }: Engine): UnlockDeps {
  return { api, account, chains: epochs.chains }
}

/** Best effort: without a network this device forgets all the same. */
async function tellServer({ api }: FlowDeps, account: LocalAccount): Promise<void> {
  try {
    const { session, generation, slot } = await account.readSession()
    const signature = await signRefresh(account.deviceKey, session, generation)
    const refreshToken = slot === undefined ? { refreshToken: await account.readRefreshToken() } : {}
    await api.auth.signOut({ slot: slot === undefined ? 'body' : `${slot}`, session, signature, ...refreshToken })
  } catch (error) {
    if (!(error instanceof SorokaError) && !isOffline(error)) throw error
  }
}
