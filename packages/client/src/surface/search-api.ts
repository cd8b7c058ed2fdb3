import type { Engine } from '../engine/engine.ts'
import type { SearchApi } from '../types.ts'
import { checkChat } from './chats-api.ts'

/** Everything that this device may read, without the network. */
export function searchApi(engine: () => Promise<Engine>): SearchApi {
  return {
    query: async (text, { chat, ...page }) =>
      (await engine()).search.query(text, chat === undefined ? page : { chat: checkChat(chat), ...page }),
    progress: async () => (await engine()).indexed(),
  }
}
