import { type ChatId, limits, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { highestGap } from '../indexeddb/ranges.ts'
import { readChat } from '../sync/heads.ts'

/** Pages that it may cost. */
const STEPS = 50

/** Pulls every row above a place that is not here yet; UNAVAILABLE when some of them can't be had. */
export async function makeWhole(
  { account, pull }: { account: Pick<Engine['account'], 'db'>; pull: Engine['pull'] },
  chat: ChatId,
  above: number,
): Promise<void> {
  let before: number | undefined
  for (let step = 0; ; step++) {
    const known = await readChat(account.db, chat)
    const gap = known === null ? null : highestGap(known.have, known.lastSeq)
    if (gap === null || gap[1] <= above) return
    if (step === STEPS || gap[1] === before) throw new SorokaError('UNAVAILABLE', { reason: 'history' })
    before = gap[1]
    await pull(chat, { before: gap[1] + 1 }, limits.pageRows)
  }
}
