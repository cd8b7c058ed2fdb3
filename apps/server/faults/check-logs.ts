import type { ChatId } from '@soroka/protocol'

/** What a sender was told. */
export interface Ack {
  readonly chat: ChatId
  readonly msgId: string
  readonly seq: number
}

/** One chat as somebody has it: message ids by seq. */
export type Log = ReadonlyMap<number, string>

/** All that is known after the storm. */
export interface Evidence {
  readonly acks: readonly Ack[]
  /** What the database holds; a list, so that doubles show. */
  readonly stored: readonly { readonly chat: ChatId; readonly seq: number; readonly msgId: string }[]
  /** Each member's copy of each of his chats. */
  readonly copies: readonly { readonly who: string; readonly chat: ChatId; readonly log: Log }[]
}

/** Every broken promise in words: G1 and G2 (once, where the answer said), G3 (no gap), G4 and G5 (everybody has the same). */
export function findBroken({ acks, stored, copies }: Evidence): string[] {
  const broken: string[] = []
  const logs = new Map<ChatId, Map<number, string>>()
  const seqOf = new Map<string, number>()
  for (const { chat, seq, msgId } of stored) {
    const log = logs.get(chat) ?? new Map<number, string>()
    logs.set(chat, log)
    if (log.has(seq)) broken.push(`G3 ${chat} has two rows with seq ${seq}`)
    if (seqOf.has(chat + msgId)) broken.push(`G2 ${chat} holds ${msgId} twice`)
    log.set(seq, msgId)
    seqOf.set(chat + msgId, seq)
  }
  for (const [chat, log] of logs)
    for (let seq = 1; seq <= log.size; seq++)
      if (!log.has(seq)) broken.push(`G3 ${chat} lacks seq ${seq} of ${log.size}`)
  for (const { chat, msgId, seq } of acks) {
    const at = seqOf.get(chat + msgId)
    if (at === undefined) broken.push(`G1 ${msgId} was acknowledged and is lost`)
    else if (at !== seq) broken.push(`G2 ${msgId} was acknowledged as ${seq} and is ${at}`)
  }
  for (const { who, chat, log } of copies) {
    const truth = logs.get(chat) ?? new Map<number, string>()
    if (log.size !== truth.size) broken.push(`G5 ${who} has ${log.size} of ${truth.size} rows of ${chat}`)
    for (const [seq, msgId] of log)
      if (truth.get(seq) !== msgId) broken.push(`G4 ${who} has another row at ${seq} of ${chat}`)
  }
  return broken
}
