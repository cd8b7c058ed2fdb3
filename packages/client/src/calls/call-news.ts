import type { CallState } from '@soroka/protocol'
import type { Epochs } from '../epochs/epochs.ts'
import { Lanes } from '../sync/lanes.ts'
import type { CallEvent } from '../types.ts'
import { inRoster } from './in-roster.ts'

interface Deps {
  epochs: Pick<Epochs, 'verified'>
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
  tell(state: CallState): void {
    const { tell, failed } = this.#deps
    const telling = this.#lanes.run(state.id, async () => {
      tell({ type: 'call', call: await this.shown(state) })
      if (state.ended !== null) tell({ type: 'call_history' })
    })
    telling.catch(failed)
  }

  async shown(state: CallState): Promise<CallState> {
    const { head } = await this.#deps.epochs.verified(state.chat)
    return head === undefined ? state : inRoster(state, head.epoch.roster)
  }
}
