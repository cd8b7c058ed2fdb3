import type { ChatId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'

/** "Read its head": for a new chat, a new epoch, or other members. */
export function changedFrame(chat: ChatId): string {
  return JSON.stringify({ t: 'chat.changed', chat } satisfies DownFrame)
}
