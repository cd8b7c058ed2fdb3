import { KIND } from '@soroka/protocol/records'
import type { MessageRow } from '../indexeddb/rows.ts'
import { isGenuine, isMessage, rightOf } from './annotations.ts'
import type { MessageStore } from './wipe.ts'

/** Of which a person's newest word takes the place of his older ones (R14). */
const SLOTS: ReadonlySet<number | undefined> = new Set([KIND.reaction, KIND.vote, KIND.pin])

/**
 * Whether the server may have erased what was said about a message: the message went, or its author's newer word took the
 * place. Without that a device that has it keeps it, so that no reaction, vote, pin or edit vanishes from it in silence.
 */
export async function mayBeErased(messages: Pick<MessageStore, 'index'>, there: MessageRow): Promise<boolean> {
  const { chat, target, kind, sender, seq } = there
  if (isMessage(there) || target === undefined || !isGenuine(there) || there.expiresAt !== undefined) return true
  const [targets, about] = await Promise.all([
    messages.index('byId').getAll([chat, target]),
    messages.index('byTarget').getAll([chat, target]),
  ])
  const of = targets.find((row) => isMessage(row) && row.hidden !== true)
  if (of === undefined || of.erased === true || rightOf(of, about) !== undefined) return true
  return (
    SLOTS.has(kind) &&
    about.some((row) => row.kind === kind && row.sender === sender && row.seq > seq && isGenuine(row))
  )
}
