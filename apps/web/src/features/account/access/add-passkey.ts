import { deviceName } from '../../../engine/device-name.ts'
import { engine } from '../../../engine/engine.ts'
import { makePasskey } from '../../auth/index.ts'

/** A passkey for this account, called like the browser that made it. False when the person thought better of it. */
export async function addPasskey(password: string): Promise<boolean> {
  const wanted = await engine.passkeys.start({ password })
  const made = await makePasskey(wanted)
  if (made === null) return false
  await engine.passkeys.add({ password, flow: wanted.flow, name: deviceName(navigator.userAgent), ...made })
  return true
}
