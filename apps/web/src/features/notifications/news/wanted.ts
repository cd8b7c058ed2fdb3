import type { ChatView, MessageView, NotifySettings } from '@soroka/client/types'

/** What this account wants to hear of, before the server has said it. */
export const byDefault: NotifySettings = {
  direct: 'all',
  groups: 'all',
  reactions: true,
  calls: true,
  requests: true,
  quiet: null,
  mutedUntil: 0,
}

/** Whether a person wants to be told of a message now; the server decides the same for pushes. */
export function isWanted(chat: ChatView, message: MessageView, settings: NotifySettings, now: number): boolean {
  if (message.own || chat.kind === 'nest' || settings.mutedUntil > now) return false
  const muted = chat.mutedUntil > now
  if (chat.request) return settings.requests && !muted
  const level = chat.level ?? (chat.kind === 'group' ? settings.groups : settings.direct)
  // What calls me is heard over the mute of a chat (R15).
  if (message.callsMe) return level !== 'none'
  return level === 'all' && !muted
}
