import type { MessagesPage } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { type ChatState, chatStore } from './chatStore.ts'

type News = Pick<ChatState, 'applyMessages' | 'applyLines'>
type Told = { [K in keyof News]: [K, Parameters<News[K]>] }[keyof News]

const listening = new Map<ChatId, Set<Told[]>>()

/** What the engine tells of a chat's feed: on the screen at once, and again upon every page that is on its way. */
export function tellFeed(...news: Told): void {
  for (const heard of listening.get(news[1][0]) ?? []) heard.push(news)
  apply(news)
}

function apply(news: Told): void {
  if (news[0] === 'applyMessages') chatStore.getState().applyMessages(...news[1])
  else chatStore.getState().applyLines(...news[1])
}

/**
 * Puts a page of a chat on the screen. The engine may have read it before something changed that it told meanwhile: while
 * there is no window, or none that reaches there, nobody else keeps that.
 */
export async function readPage<Page extends MessagesPage>(
  chat: ChatId,
  read: () => Promise<Page>,
  put: (page: Page) => void,
): Promise<void> {
  const heard: Told[] = []
  const others = listening.get(chat) ?? new Set()
  listening.set(chat, others.add(heard))
  try {
    const page = await read()
    put(page)
    for (const news of heard) apply(news)
  } finally {
    others.delete(heard)
    if (others.size === 0) listening.delete(chat)
  }
}
