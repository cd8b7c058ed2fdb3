import type { ChatId } from '@soroka/protocol'
import { chatId } from '@soroka/protocol'
import * as z from 'zod/mini'

/** Where a client's knowledge of its chats ends: everything that committed before `xmin` in this era (R9, R12). */
export interface Cursor {
  readonly era: string
  readonly xmin: bigint
}

/** A place between two pages of one pass over the vector. */
export interface PagePlace extends Cursor {
  /** What changed since this transaction; undefined: a full pass. */
  readonly since: bigint | undefined
  /** The first page ended with a chat of this last activity; the others follow in the order of their ids. */
  readonly lastAt: number
  /** The last chat of the page before; undefined after the first page. */
  readonly after: ChatId | undefined
}

const number36 = /^[0-9a-z]{1,13}$/

export function writeCursor(cursor: Cursor): string {
  return `${cursor.era}.${cursor.xmin.toString(36)}`
}

/** Undefined for what this server never wrote: the client then starts from nothing. */
export function readCursor(text: string): Cursor | undefined {
  const [era, xmin, ...rest] = text.split('.')
  if (era === undefined || xmin === undefined || rest.length > 0 || !number36.test(xmin)) return undefined
  return { era, xmin: parse36(xmin) }
}

export function writePlace({ era, xmin, since, lastAt, after }: PagePlace): string {
  return [era, xmin.toString(36), since?.toString(36) ?? '', lastAt.toString(36), after ?? ''].join('.')
}

export function readPlace(text: string): PagePlace | undefined {
  const [era, xmin, since, lastAt, after, ...rest] = text.split('.')
  if (era === undefined || xmin === undefined || since === undefined || lastAt === undefined || rest.length > 0)
    return undefined
  const id = z.optional(chatId).safeParse(after === '' ? undefined : after)
  if (after === undefined || !id.success || ![xmin, lastAt].every((part) => number36.test(part))) return undefined
  if (since !== '' && !number36.test(since)) return undefined
  return {
    era,
    xmin: parse36(xmin),
    since: since === '' ? undefined : parse36(since),
    lastAt: Number(parse36(lastAt)),
    after: id.data,
  }
}

function parse36(text: string): bigint {
  let value = 0n
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36))
  return BigInt.asUintN(63, value)
}
