import type { ChatId, UserId } from '@soroka/protocol'

/** What one of the seed's processes is asked. People are numbered over all processes. */
export type SeedCommand =
  | { do: 'sign up'; url: string; database: string; people: number[] }
  | { do: 'make group'; owner: number; users: UserId[] }
  | { do: 'begin directs'; pairs: { person: number; peer: UserId }[] }
  | { do: 'seal'; chats: { chat: ChatId; people: number[]; each: number }[]; folder: string }
  | { do: 'tokens' }

export interface SeedAnswer {
  users?: UserId[]
  chats?: ChatId[]
  tokens?: string[]
}
