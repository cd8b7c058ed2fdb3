import type { ChatView, PersonView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'

/** Pinned chats in the order that a person gave them, then the newest first. */
export function chatOrder(chats: Record<ChatId, ChatView>): ChatId[] {
  return Object.values(chats)
    .toSorted((a, b) => (a.pinned ?? Infinity) - (b.pinned ?? Infinity) || b.at - a.at)
    .map((chat) => chat.id)
}

export function nameOf(person: PersonView | undefined): Partial<PersonView> {
  return person ? { name: person.name, nickname: person.nickname } : {}
}

/** A chat with a stranger gets its title from the person, whichever of the two is known first. */
export function named(chat: ChatView, person: PersonView | undefined): ChatView {
  if (chat.title !== '' || !chat.peer || !person?.name) return chat
  return { ...chat, title: person.name, peer: { ...chat.peer, ...nameOf(person) } }
}
