import type { ChatId, UserId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { mendChats } from '../indexeddb/mend.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { ApplyRows } from './apply.ts'
import { forgetGone, forgetUnlisted } from './forget.ts'
import { applyHeads } from './heads.ts'

const position = z.object({ era: z.string(), cursor: z.string() })

interface Deps {
  api: Api
  db: AccountDb
  fence: Fence
  self: UserId
  apply: Pick<ApplyRows, 'lanes'>
  /** Chats that a frame or this device named since `ready` (P27). */
  named: ReadonlySet<ChatId>
  /** A chat looks different now, and nothing is to be pulled for it. */
  changed(chat: ChatId): void
  removed(chat: ChatId): void
  /** The server was restored: look for the last common point of every chat (R9). */
  newEra(chats: ChatId[]): Promise<void>
}

/**
 * Reads which chats changed since the last time (R12) and puts their heads here.
 * @returns the chats of the answer as they are here now, newest first; whoever pulls their rows tells the screens
 */
export async function pullVector(deps: Deps): Promise<ChatRow[]> {
  await mendChats(deps.db)
  const before = position.safeParse(await deps.db.get('meta', 'position'))
  const since = before.success ? { cursor: before.data.cursor } : {}
  const listed = new Map<ChatId, ChatRow>()
  let answer = await deps.api.chats.list(since)
  const { era, cursor, full } = answer
  if (before.success && before.data.era !== era) await deps.newEra(await deps.db.getAllKeys('chats'))
  for (;;) {
    const { chats, page } = answer
    const next = page === null ? null : deps.api.chats.list({ ...since, page })
    // It travels while these are stored.
    next?.catch(() => undefined)
    const ids = chats.map(({ id }) => id)
    const rows = await deps.apply.lanes.runAll(ids, () => applyHeads(deps.db, deps.fence, deps.self, chats))
    for (const row of rows) listed.set(row.id, row)
    for (const chat of answer.gone ?? []) await forgetGone(deps, chat)
    if (next === null) break
    answer = await next
  }
  if (full) await forgetUnlisted(deps, new Set(listed.keys()))
  await deps.db.put('meta', { era, cursor } satisfies z.infer<typeof position>, 'position')
  return [...listed.values()]
}
