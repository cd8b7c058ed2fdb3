import type { ChatId, UserId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { mendChats } from '../indexeddb/mend.ts'
import type { ApplyRows } from './apply.ts'
import { forgetGone, forgetUnlisted } from './forget.ts'
import { applyHead } from './heads.ts'

const position = z.object({ era: z.string(), cursor: z.string() })

interface Deps {
  api: Api
  db: AccountDb
  fence: Fence
  self: UserId
  apply: Pick<ApplyRows, 'lanes'>
  /** Chats that a frame or this device named since `ready` (P27). */
  named: ReadonlySet<ChatId>
  changed(chat: ChatId): void
  removed(chat: ChatId): void
  /** The server was restored: look for the last common point of every chat (R9). */
  newEra(chats: ChatId[]): Promise<void>
}

/**
 * Reads which chats changed since the last time (R12) and puts their heads here.
 * @returns the chats of the answer, newest first
 */
export async function pullVector(deps: Deps): Promise<ChatId[]> {
  await mendChats(deps.db)
  const before = position.safeParse(await deps.db.get('meta', 'position'))
  const since = before.success ? { cursor: before.data.cursor } : {}
  const listed: ChatId[] = []
  let answer = await deps.api.chats.list(since)
  const { era, cursor, full } = answer
  if (before.success && before.data.era !== era) await deps.newEra(await deps.db.getAllKeys('chats'))
  for (;;) {
    for (const head of answer.chats) {
      const row = await deps.apply.lanes.run(head.id, () => applyHead(deps.db, deps.fence, deps.self, head))
      if (row === null) continue
      listed.push(head.id)
      deps.changed(head.id)
    }
    for (const chat of answer.gone ?? []) await forgetGone(deps, chat)
    if (answer.page === null) break
    answer = await deps.api.chats.list({ ...since, page: answer.page })
  }
  if (full) await forgetUnlisted(deps, new Set(listed))
  await deps.db.put('meta', { era, cursor } satisfies z.infer<typeof position>, 'position')
  return listed
}
