import type { CallId, ChatId } from '@soroka/protocol'

/** Where a call of two goes on, as a call of a group. */
export interface Move {
  chat: ChatId
  call: CallId
}

/** What two devices say over their own connection, beside the media. */
export type Word =
  /** Whether the speaker wants pictures: who saves data does not. */
  | { pictures: boolean }
  /** One emoji, shown for a moment. */
  | { reaction: string }
  /** The speaker called more people in: come along. */
  | { move: Move }

const longest = 40

/** What another device said, or null where it makes no sense. */
export function readWord(text: string): Word | null {
  if (text.length > 200) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  if (typeof value !== 'object' || value === null) return null
  if ('pictures' in value && typeof value.pictures === 'boolean') return { pictures: value.pictures }
  if ('reaction' in value && typeof value.reaction === 'string' && value.reaction.length <= longest)
    return { reaction: value.reaction }
  return 'move' in value ? readMove(value.move) : null
}

/** Whether such a chat and call are there, and are the speaker's, is for who hears it to find out. */
function readMove(value: unknown): { move: Move } | null {
  if (typeof value !== 'object' || value === null || !('chat' in value && 'call' in value)) return null
  const { chat, call } = value
  if (typeof chat !== 'string' || typeof call !== 'string') return null
  if (!/^[\w-]{43}$/.test(chat) || !/^[\w-]{22}$/.test(call)) return null
  return { move: { chat: chat as ChatId, call: call as CallId } }
}
