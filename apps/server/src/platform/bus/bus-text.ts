import { userId } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { BusMessage, Topic } from './bus.ts'

const topic = z.string() as z.ZodMiniType<Topic>

/** All of a message but its frame. */
const header = z.object({
  skip: z.optional(z.string()),
  join: z.optional(topic),
  leave: z.optional(topic),
  close: z.optional(z.int()),
  between: z.optional(z.union([z.tuple([userId]), z.tuple([userId, userId])])),
  again: z.optional(z.boolean()),
})

/**
 * How a message travels between nodes: who sent it, the header as JSON, and behind a line break the frame as it is: it
 * was encoded once and is not encoded again.
 */
export function encodeBusMessage(node: string, { frame, ...rest }: BusMessage): string {
  const head = `${node} ${JSON.stringify(rest)}`
  return frame === undefined ? head : `${head}\n${frame}`
}

/** Whether this node itself sent it; looked at first, because all that it sends comes back. */
export const isFrom = (node: string, text: string): boolean => text.startsWith(node)

/** Throws for what is none. */
export function decodeBusMessage(text: string): BusMessage {
  const begin = text.indexOf(' ') + 1
  const end = text.indexOf('\n')
  const head = header.parse(JSON.parse(end < 0 ? text.slice(begin) : text.slice(begin, end)))
  return end < 0 ? head : { ...head, frame: text.slice(end + 1) }
}
