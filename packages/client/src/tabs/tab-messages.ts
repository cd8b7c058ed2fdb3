import { chatId, userId } from '@soroka/protocol'
import * as z from 'zod/mini'
import { type ClientEvent, endReasons } from '../types.ts'

const count = z.int().check(z.nonnegative())

const wanted = z.union([
  z.literal('newest'),
  z.literal('pins'),
  z.object({ before: count }),
  z.object({ after: count }),
])

/** What tabs of one account tell each other. A tab of another version may be open: what doesn't parse is not for us. */
export const tabMessage = z.discriminatedUnion('t', [
  /** The leader lives. */
  z.object({ t: z.literal('beat') }),
  /** A new follower: what is the state of things? */
  z.object({ t: z.literal('hello') }),
  z.object({
    t: z.literal('event'),
    event: z.custom<ClientEvent>((value) => typeof value === 'object' && value !== null),
  }),
  /** A row was added to the outbox. */
  z.object({ t: z.literal('outbox'), chat: chatId }),
  z.object({ t: z.literal('read'), chat: chatId, seq: count }),
  z.object({ t: z.literal('typing'), chat: chatId }),
  z.object({ t: z.literal('watch'), tab: z.string(), users: z.array(userId) }),
  /** What is looked at in a tab. */
  z.object({ t: z.literal('focus'), tab: z.string(), visible: z.boolean(), chat: z.nullable(chatId) }),
  /** This device has a subscription for pushes now. */
  z.object({ t: z.literal('held') }),
  z.object({ t: z.literal('wake') }),
  /** Entries of the account's vault are others now. */
  z.object({ t: z.literal('vault'), names: z.array(z.string()) }),
  z.object({ t: z.literal('pull'), tab: z.string(), id: count, chat: chatId, what: wanted, limit: count }),
  z.object({ t: z.literal('pulled'), tab: z.string(), id: count }),
  /** A follower wants something done that only the leader does; and what came of it. */
  z.object({ t: z.literal('call'), tab: z.string(), id: count, verb: z.string(), args: z.array(z.unknown()) }),
  z.object({
    t: z.literal('called'),
    tab: z.string(),
    id: count,
    result: z.optional(z.unknown()),
    code: z.optional(z.string()),
    data: z.optional(z.record(z.string(), z.unknown())),
  }),
  z.object({ t: z.literal('token'), accessToken: z.string(), expiresAt: count, generation: count }),
  z.object({ t: z.literal('ended'), reason: z.enum(endReasons) }),
])
export type TabMessage = z.infer<typeof tabMessage>
