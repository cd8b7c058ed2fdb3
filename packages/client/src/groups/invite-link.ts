import { chatId, type ChatId, SorokaError } from '@soroka/protocol'
import { type Bytes, fromBase64url, RecordError, toBase64url, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'

export interface InviteLink {
  chat: ChatId
  seed: Bytes
}

/** What a link shows of the group before joining. */
export interface Card {
  name: string
  photo: Bytes
}

const card = z.object({ name: z.string().check(z.maxLength(512)), photo: z.string() })

export function formatLink(origin: string, { chat, seed }: InviteLink): string {
  return `${origin.replace(/\/+$/, '')}/join#${chat}.${toBase64url(seed)}`
}

/** Takes a link of whatever origin, or only its part behind the #. @throws SorokaError INVITE_INVALID */
export function parseLink(link: string): InviteLink {
  const [chat, seed, ...rest] = link
    .trim()
    .slice(link.trim().indexOf('#') + 1)
    .split('.')
  const parsed = chatId.safeParse(chat)
  const bytes = decode(seed ?? '')
  if (!parsed.success || bytes?.length !== 32 || rest.length > 0) throw new SorokaError('INVITE_INVALID')
  return { chat: parsed.data, seed: bytes }
}

export function encodeCard({ name, photo }: Card): Bytes {
  return utf8Encode(JSON.stringify({ name, photo: toBase64url(photo) }))
}

/** Null for what is no card. */
export function decodeCard(bytes: Bytes): Card | null {
  try {
    const parsed = card.safeParse(JSON.parse(utf8Decode(bytes)))
    return parsed.success ? { name: parsed.data.name, photo: fromBase64url(parsed.data.photo) } : null
  } catch (error) {
    if (error instanceof RecordError || error instanceof SyntaxError) return null
    throw error
  }
}

function decode(text: string): Bytes | null {
  try {
    return fromBase64url(text)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
