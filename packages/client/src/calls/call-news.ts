import type { CallState as WireState } from '@soroka/protocol'
import type { Epochs } from '../epochs/epochs.ts'
import { Lanes } from '../sync/lanes.ts'
import { type GuestHost, withGuests } from '../guest/host.ts'
import type { CallEvent, CallState } from '../types.ts'
import { inRoster } from './in-roster.ts'

interface Deps {
  epochs: Pick<Epochs, 'verified'>
  guests: Pick<GuestHost, 'shown'>
  tell(event: CallEvent): void
  failed(error: unknown): void
}

/** What pages are told and answered of calls: never more people than the chat's signed roster names. */
export class CallNews {
  readonly #deps: Deps
  readonly #lanes = new Lanes()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Tells how a call stands now, after what was told of it before. */
  tell(state: WireState): void {
    const { tell, failed } = this.#deps
    const telling = this.#lanes.run(state.id, async () => {
      tell({ type: 'call', call: await this.shown(state) })
      if (state.ended !== null) tell({ type: 'call_history' })
    })
    telling.catch(failed)
  }

  async shown(state: WireState): Promise<CallState> {
    const { head } = await this.#deps.epochs.verified(state.chat)
    const honest = withGuests(state, await this.#deps.guests.shown(state))
    return head === undefined ? honest : inRoster(honest, head.epoch.roster)
  }
}
