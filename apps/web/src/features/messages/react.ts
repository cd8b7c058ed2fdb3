import type { MessageView } from '@soroka/client/types'
import { MAX_REACTIONS } from '@soroka/protocol/records'
import { engine } from '../../engine/engine.ts'
import { act } from '../../ui/act.ts'
import { rememberEmoji } from './emoji.ts'

/** Puts or takes back one of my emoji on a message; of too many the oldest goes. */
export function toggleReaction(message: MessageView, emoji: string): void {
  if (message.seq === undefined || message.deleted || message.problem) return
  const own = message.reactions.filter((reaction) => reaction.own).map((reaction) => reaction.emoji)
  const without = own.filter((symbol) => symbol !== emoji)
  const adding = without.length === own.length
  if (adding) rememberEmoji(emoji)
  const whole = adding ? [...own, emoji].slice(-MAX_REACTIONS) : without
  void act(engine.messages.react(message.chat, message.id, whole))
}
