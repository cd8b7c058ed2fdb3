import { type ChatId, msgId, type MsgId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { AccountVault } from './account-vault.ts'

const count = z.int().check(z.nonnegative())

/** What I do with a chat for myself, on all my devices. Fields of other versions are kept. */
const chatFlags = z.looseObject({
  /** Place among the pinned ones. */
  pinned: z.optional(z.number()),
  archived: z.optional(z.boolean()),
  markedUnread: z.optional(z.boolean()),
  /** Rows up to this one are gone for me. */
  clearedTo: z.optional(count),
  /** Off my list until something comes above this row. */
  forgotten: z.optional(count),
})
export type ChatFlags = z.infer<typeof chatFlags>

const hiddenPart = z.looseObject({ hidden: z.prefault(z.array(msgId), []) })

/** Messages that I deleted for myself. */
export interface Hidden {
  /** All rows up to this one. */
  clearedTo: number
  ids: ReadonlySet<MsgId>
}

type Reading = Pick<AccountVault, 'read'>

/** Ids of one entry: well below the limit of its bytes. */
const PART = 900

export const flagsName = (chat: ChatId) => `chat/${chat}`
const partName = (chat: ChatId, n: number) => `hidden/${chat}/${n}`

/** The chat that an entry is about, if it is about one. */
export function chatOfName(name: string): ChatId | null {
  const [kind, chat] = name.split('/')
  return (kind === 'chat' || kind === 'hidden' || kind === 'draft') && chat !== undefined ? (chat as ChatId) : null
}

export async function readFlags(vault: Reading, chat: ChatId): Promise<ChatFlags> {
  return (await vault.read(flagsName(chat), chatFlags)) ?? {}
}

/** All chats of which something is noted. */
export async function allFlags(vault: AccountVault): Promise<Map<ChatId, ChatFlags>> {
  const found = await vault.list('chat/', chatFlags)
  return new Map([...found].map(([name, flags]) => [name.slice('chat/'.length) as ChatId, flags]))
}

/** Undefined takes a flag away. */
export async function setFlags(
  vault: AccountVault,
  chat: ChatId,
  change: Partial<Record<keyof ChatFlags, unknown>>,
): Promise<void> {
  await vault.update(flagsName(chat), chatFlags, (old) => ({ ...old, ...change }))
}

/** What of a chat is not to be shown, found or quoted on any of my devices. */
export async function hiddenIn(vault: Reading, chat: ChatId): Promise<Hidden> {
  const ids = new Set<MsgId>()
  for (const { hidden } of await hiddenParts(vault, chat)) for (const id of hidden) ids.add(id)
  return { clearedTo: (await readFlags(vault, chat)).clearedTo ?? 0, ids }
}

/** Deletes messages for me alone. */
export async function hideMessages(vault: AccountVault, chat: ChatId, ids: readonly MsgId[]): Promise<void> {
  let left = [...ids]
  for (let n = 0; left.length > 0; n++) {
    let taken: MsgId[] = []
    await vault.update(partName(chat, n), hiddenPart, (old) => {
      const hidden = old?.hidden ?? []
      taken = left.slice(0, Math.max(0, PART - hidden.length))
      return { ...old, hidden: [...new Set([...hidden, ...taken])] }
    })
    left = left.slice(taken.length)
  }
}

/** Everything up to a row, for me alone. The single ones below it need no mention any more. */
export async function clearUpTo(vault: AccountVault, chat: ChatId, seq: number): Promise<void> {
  await vault.update(flagsName(chat), chatFlags, (old) => ({ ...old, clearedTo: Math.max(old?.clearedTo ?? 0, seq) }))
  for (const n of (await hiddenParts(vault, chat)).keys()) await vault.update(partName(chat, n), hiddenPart, () => null)
}

async function hiddenParts(vault: Reading, chat: ChatId): Promise<z.infer<typeof hiddenPart>[]> {
  const parts: z.infer<typeof hiddenPart>[] = []
  for (let n = 0; ; n++) {
    const part = await vault.read(partName(chat, n), hiddenPart)
    if (part === null) return parts
    parts.push(part)
  }
}
