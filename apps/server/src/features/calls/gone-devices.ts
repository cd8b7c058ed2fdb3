import { SorokaError } from '@soroka/protocol'
import type { CallId, UserId } from '@soroka/protocol'
import type { CallDependencies, CallParty, Calls } from './call-service.ts'
import { findHeld } from './calling-repo.ts'

/** Devices that may not be heard any more leave their calls at once, and not when they were silent for long enough. */
export class GoneDevices {
  readonly #sql: CallDependencies['sql']
  readonly #calls: Calls

  constructor({ sql, calls }: Pick<CallDependencies, 'sql'> & { calls: Calls }) {
    this.#sql = sql
    this.#calls = calls
  }

  /** A device was signed out. */
  async signedOut({ user, device }: CallParty): Promise<void> {
    const held = await findHeld(this.#sql, user)
    for (const one of held) if (one.device === device) await this.#leave(one.call, { user, device })
  }

  /** Somebody revoked devices of his. */
  async revoked(user: UserId): Promise<void> {
    const held = await findHeld(this.#sql, user)
    for (const { call, device, revoked } of held) if (revoked) await this.#leave(call, { user, device })
  }

  async #leave(call: CallId, party: CallParty): Promise<void> {
    try {
      await this.#calls.change(call, party.user, () => ({ is: 'leave', ...party }))
    } catch (error) {
      // Out of its chat meanwhile, and so out of the call.
      if (!(error instanceof SorokaError && error.code === 'NOT_FOUND')) throw error
    }
  }
}
