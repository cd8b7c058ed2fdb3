import type { Engine } from '../engine/engine.ts'
import type { PasskeysApi } from '../types.ts'

/** Few people have any: their code comes with the first who looks. */
export function passkeysApi(engine: () => Promise<Engine>): PasskeysApi {
  const of = async () => {
    const { api, account, epochs } = await engine()
    const { passkeysOf } = await import('../auth/passkeys.ts')
    return passkeysOf({ api, account, chains: epochs.chains })
  }
  return {
    list: async () => (await of()).list(),
    start: async (input) => (await of()).start(input),
    add: async (input) => (await of()).add(input),
    remove: async (input) => (await of()).remove(input),
  }
}
