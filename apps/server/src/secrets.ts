import { ready, server } from '@serenity-kit/opaque'
import type { AppSecrets } from './app.ts'
import { laterSecrets, loadSecrets, makeSecrets, Secrets } from './platform/data-folder/index.ts'

/** The secrets of a data folder, made on the first start (S17). */
export async function readSecrets(folder: string): Promise<AppSecrets> {
  const make = async () => {
    await ready
    return makeSecrets(server.createSetup())
  }
  const { opaqueServerSetup, ...keys } = await loadSecrets(folder, Secrets, make, laterSecrets)
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  return {
    opaqueServerSetup,
    jwtKey: bytes(keys.jwtKey),
    tokenHashKey: bytes(keys.tokenHashKey),
    enumerationKey: bytes(keys.enumerationKey),
    vapidKey: bytes(keys.vapidKey),
  }
}
