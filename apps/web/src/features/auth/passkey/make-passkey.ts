import type { makePasskey as make } from './passkey.dom.ts'

/** See passkey.dom.ts, which comes with the first passkey. */
export async function makePasskey(wanted: Parameters<typeof make>[0]): ReturnType<typeof make> {
  const ceremony = await import('./passkey.dom.ts')
  return await ceremony.makePasskey(wanted)
}
