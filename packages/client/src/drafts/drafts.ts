import { type ChatId, msgId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { DraftView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'

/** One field, so that a draft is merged whole: half of one and half of another would be nobody's. */
const entry = z.looseObject({
  draft: z.object({ text: z.string(), replyTo: z.optional(msgId), at: z.int() }),
})

const draftName = (chat: ChatId) => `draft/${chat}`

/** What was begun in a chat, on whichever device. */
export async function readDraft(vault: AccountVault, chat: ChatId): Promise<DraftView | null> {
  const found = await vault.read(draftName(chat), entry)
  if (found === null) return null
  const { text, replyTo, at } = found.draft
  return replyTo === undefined ? { text, at } : { text, at, replyTo }
}

/** Here at once; on the other devices when the fingers rest (VaultSync). An empty one is taken away. */
export async function writeDraft(vault: AccountVault, chat: ChatId, draft: DraftView): Promise<void> {
  const empty = draft.text.trim() === '' && draft.replyTo === undefined
  const text = draft.text.toWellFormed()
  await vault.update(draftName(chat), entry, (old) => {
    if (empty) return null
    const unchanged = old !== null && old.draft.text === text && old.draft.replyTo === draft.replyTo
    return unchanged ? old : { ...old, draft: { ...draft, text } }
  })
}
