import type { MessageView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { useState } from 'react'

export interface Selection {
  /** Null: a press opens. */
  chosen: ReadonlyMap<MsgId, MessageView> | null
  toggle(message: MessageView): void
  end(): void
}

/** Messages that are chosen on a shelf, to be forwarded or deleted together. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<MsgId, MessageView> | null>(null)
  return {
    chosen,
    toggle: (message) => {
      const next = new Map(chosen)
      if (!next.delete(message.id)) next.set(message.id, message)
      setChosen(next.size === 0 ? null : next)
    },
    end: () => setChosen(null),
  }
}
