import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatView, ClientEvent, PersonView } from '../types.ts'
import { wordsOf } from './words.ts'

interface Deps {
  self: UserId
  chats(): Promise<ChatView[]>
  people(): Promise<PersonView[]>
}

const SELF = new Set(['me', 'i', 'я', 'меня'])

/** Chats and people by their names, as the screens were told of them last. */
export class Names {
  readonly #deps: Deps
  #chats: Map<ChatId, ChatView> | undefined
  #people: Map<UserId, PersonView> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** All chats were read a moment ago. */
  know(chats: readonly ChatView[]): void {
    this.#chats = new Map(chats.map((chat) => [chat.id, chat]))
  }

  /** What the screens hear. */
  heard(event: ClientEvent): void {
    if (event.type === 'chats') {
      for (const chat of event.upserts) this.#chats?.set(chat.id, chat)
      for (const id of event.removed) this.#chats?.delete(id)
    }
    if (event.type === 'people') for (const person of event.upserts) this.#people?.set(person.id, person)
  }

  /** Those whose names have a word for each of these that begins so; the newest first. */
  async chats(words: readonly string[]): Promise<ChatView[]> {
    this.#chats ??= new Map((await this.#deps.chats()).map((chat) => [chat.id, chat]))
    const chats = [...this.#chats.values()].sort((a, b) => b.at - a.at)
    return chats.filter(({ title, peer }) => fits(words, [title, peer?.ownName, peer?.nickname]))
  }

  async people(words: readonly string[]): Promise<PersonView[]> {
    this.#people ??= new Map((await this.#deps.people()).map((person) => [person.id, person]))
    const people = [...this.#people.values()].filter(({ id, nickname }) => id !== this.#deps.self && nickname !== '')
    const found = people.filter(({ name, ownName, nickname }) => fits(words, [name, ownName, nickname]))
    return found.sort((a, b) => Number(b.contact) - Number(a.contact) || a.name.localeCompare(b.name))
  }

  /** Whom `from:` means. */
  async senders(value: string): Promise<UserId[]> {
    const words = wordsOf(value).map(({ form }) => form)
    if (words.length === 1 && SELF.has(words[0] ?? '')) return [this.#deps.self]
    return (await this.people(words)).map(({ id }) => id)
  }

  /** Which chats `in:` means. */
  async places(value: string): Promise<ChatId[]> {
    return (await this.chats(wordsOf(value).map(({ form }) => form))).map(({ id }) => id)
  }
}

function fits(words: readonly string[], names: readonly (string | undefined)[]): boolean {
  if (words.length === 0) return false
  const parts = names.flatMap((name) => wordsOf(name ?? '').map(({ form }) => form))
  // A nickname has no spaces, but has underscores.
  return words.every((word) => parts.some((part) => part.startsWith(word)))
}
