import type { Policy } from '@soroka/protocol/records'
import { random, vocabulary } from '../../search/messages.ts'

/** What stands on the device: messages in all, in so many chats, most of them in one. */
export const total = 100_000
export const chatCount = 300
export const largest = 12_000

export const openPolicy: Policy = { history: true, timer: 0, write: 1, add: 1, pin: 1, info: 2 }

export interface MadeChat {
  name: string
  title: string
  kind: 'direct' | 'group'
  messages: number
  unread: number
}

/** One message with what is said about it. */
export interface Made {
  text: string
  /** Who of the chat wrote it; 0 is the owner of the device. */
  sender: number
  at: number
  /** How many messages above stands the one that it answers. */
  answers?: number
  /** Emoji of one person each. */
  reactions: string[]
  edited: boolean
}

const emoji = ['👍', '❤️', '😂', '🔥', '🎉']

/** The chats, the newest first: the one with the most messages on top, then fewer and fewer. */
export function makeChats(): MadeChat[] {
  const next = random(11)
  const words = vocabulary('en', 400, next)
  const weights = Array.from({ length: chatCount - 1 }, (_, i) => 1 / (i + 6))
  const sum = weights.reduce((all, one) => all + one, 0)
  const sizes = [largest, ...weights.map((weight) => Math.max(5, Math.round(((total - largest) * weight) / sum)))]
  return sizes.map((messages, i) => ({
    name: `chat${i}`,
    title: `${capital(words[i] ?? '')} ${i}`,
    kind: i % 2 === 0 ? 'group' : 'direct',
    messages,
    unread: i % 7 === 3 ? Math.min(messages, 1 + (i % 40)) : 0,
  }))
}

/** A chat's history as people write it: short lines, runs of one sender, answers, reactions, links, code, long letters. */
export function makeMessages(chat: MadeChat, index: number, now: number): Made[] {
  const next = random(1000 + index)
  const words = vocabulary(index % 3 === 0 ? 'en' : 'ru', 6000, next)
  const people = chat.kind === 'direct' ? 2 : 9
  const pick = () => words[Math.floor(words.length ** next()) - 1] ?? ''
  const end = now - index * 3_600_000
  let sender = 0
  return Array.from({ length: chat.messages }, (_, i) => {
    if (next() < 0.55) sender = Math.floor(next() * people)
    const length = Math.min(120, 1 + Math.floor(-Math.log(1 - next()) * 9))
    const made: Made = {
      text: style(Array.from({ length }, pick), next()),
      sender,
      at: end - (chat.messages - i) * 240_000,
      reactions: next() < 0.08 ? emoji.slice(0, 1 + Math.floor(next() * 3)) : [],
      edited: next() < 0.02,
    }
    if (i > 5 && next() < 0.1) made.answers = 1 + Math.floor(next() * 5)
    return made
  })
}

function style(words: string[], luck: number): string {
  const text = words.join(' ')
  if (luck < 0.03) return `${text} https://example.org/${words[0] ?? ''}`
  if (luck < 0.06) return `**${words[0] ?? ''}** ${text}`
  if (luck < 0.07) return `${text}\n\`\`\`ts\nconst ${words[0] ?? 'a'} = 1\n\`\`\``
  if (luck < 0.08) return words.map((word) => `- ${word}`).join('\n')
  if (luck < 0.1) return '👍'
  return text
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
