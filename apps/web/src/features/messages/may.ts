import type { ChatView, MessageView } from '@soroka/client/types'

/** What I may do with a message: the server and every client check it again. */
export function may(chat: ChatView, message: MessageView) {
  const accepted = message.seq !== undefined && message.state === 'sent'
  const whole = accepted && !message.deleted && !message.problem
  const sticker = message.sticker !== undefined || message.files?.[0]?.shape === 'sticker'
  const writes = chat.rights.write && !chat.left && !chat.request && chat.peer?.blocked !== true
  return {
    reply: whole && writes,
    react: whole && !chat.left && !chat.request && chat.peer?.blocked !== true,
    copy: whole && message.text !== '' && !message.sticker,
    edit: whole && message.own && !message.poll && !sticker && !message.forward && writes,
    pin: whole && chat.rights.pin && !chat.left,
    forward: whole,
    thread: whole && chat.kind === 'group' && !message.thread,
    select: accepted,
    info: accepted && !message.deleted,
    closePoll: whole && message.own && message.poll?.closed === false && !chat.left,
    report: whole && !message.own && chat.kind !== 'nest',
    deleteForMe: accepted,
    deleteForEveryone: whole && !chat.left && (message.own || (chat.kind === 'group' && chat.rights.manage)),
    discard: !accepted,
  }
}

export type Allowed = ReturnType<typeof may>
