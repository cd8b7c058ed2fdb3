import type { MessageView } from '@soroka/client/types'
import type { PlacedFile } from './message-html.ts'

/** A message for other programs: plain names, moments as ISO 8601, nothing that only this app understands. */
export function messageJson(message: MessageView, files: readonly PlacedFile[], sender: string) {
  const { id, seq, at, text, editedAt, deleted, problem, replyTo, forward, reactions, poll, pinned } = message
  return {
    id,
    seq,
    at: new Date(at).toISOString(),
    sender: { id: message.sender, name: sender },
    text,
    ...(editedAt === undefined ? {} : { editedAt: new Date(editedAt).toISOString() }),
    ...(deleted ? { deleted } : {}),
    ...(problem ? { problem } : {}),
    ...(replyTo ? { replyTo: { id: replyTo.id, text: replyTo.text } } : {}),
    ...(forward ? { forwarded: { author: forward.author, at: new Date(forward.at).toISOString() } } : {}),
    ...(reactions.length > 0 ? { reactions: reactions.map(({ emoji, users }) => ({ emoji, users })) } : {}),
    ...(poll ? { poll: poll.options.map((one) => ({ text: one.text, votes: poll.counted ? one.votes : null })) } : {}),
    ...(files.length > 0
      ? { files: files.map(({ file: { name, type, size }, path }) => ({ name, type, size, path })) }
      : {}),
    ...(pinned ? { pinned } : {}),
  }
}
