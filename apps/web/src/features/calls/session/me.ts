import type { DeviceId, UserId } from '@soroka/protocol'
import { EngineError } from '../../../engine/errors.ts'
import { authStore } from '../../../stores/authStore.ts'

/** Who I am in every call of this tab. */
export function me(): { user: UserId; device: DeviceId } {
  const { session } = authStore.getState()
  if (!session) throw new EngineError('UNAUTHORIZED')
  return { user: session.user, device: session.device }
}
