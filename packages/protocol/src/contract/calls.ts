import * as z from 'zod/mini'
import { callMedia, callRecord, callReport, callState } from '../calls.ts'
import { timestamp } from '../fields.ts'
import { callId, chatId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

const one = z.object({ call: callId })
const answer = z.object({ call: callState })
const people = z.array(userId).check(z.minLength(1), z.maxLength(limits.callRings))

export const iceServers = z.object({
  servers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.optional(z.string()),
      credential: z.optional(z.string()),
    }),
  ),
  /** Ask again before; null: nothing here gets old. */
  expiresAt: z.nullable(timestamp),
})

export const calls = {
  ice: signedIn
    .route({
      method: 'POST',
      path: '/calls/ice',
      summary: 'Servers that help two devices find each other; credentials for ten minutes at most (S14)',
    })
    .output(iceServers),
  live: signedIn
    .route({ method: 'GET', path: '/calls/live', summary: 'Calls that run now in chats of mine' })
    .output(z.object({ calls: z.array(callState) })),
  list: signedIn
    .route({ method: 'GET', path: '/calls', summary: 'Calls that are over, newest first' })
    .input(
      z.object({
        /** Those that began earlier. */
        before: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
        missed: z.optional(z.stringbool()),
        chat: z.optional(chatId),
      }),
    )
    .output(z.object({ calls: z.array(callRecord), more: z.boolean(), unseen: z.int() })),
  seen: signedIn
    .route({ method: 'PUT', path: '/calls/seen', summary: 'I have looked at the missed calls that began until then' })
    .input(z.object({ upTo: timestamp }))
    .output(z.object({ unseen: z.int() })),
  report: signedIn
    .route({
      method: 'POST',
      path: '/calls/report',
      summary: 'How a call went for this device, once it is over: added to sums, never kept with who said it',
    })
    .input(callReport)
    .output(z.object({ counted: z.boolean() })),
  get: signedIn
    .route({ method: 'GET', path: '/calls/{call}', summary: 'A call of a chat of mine, also when it is over' })
    .errors(raises('NOT_FOUND'))
    .input(one)
    .output(answer),
  start: signedIn
    .route({
      method: 'POST',
      path: '/calls',
      summary: 'Call the people of a chat; where a call runs already this device joins it, as if it had answered',
    })
    .errors(raises('NOT_A_MEMBER', 'NOT_ACCEPTING', 'FORBIDDEN', 'CONFLICT', 'CALL_FULL', 'CALL_ELSEWHERE'))
    .input(
      z.object({
        /** Made by the device: asked again, the same call comes. */
        call: callId,
        chat: chatId,
        media: callMedia,
        /** Whom to ring; nobody said: all, in a chat of up to `limits.callRings`. */
        ring: z.optional(people),
      }),
    )
    .output(answer),
  join: signedIn
    .route({
      method: 'POST',
      path: '/calls/{call}/join',
      summary: 'Answer, come to a call that runs, or come back with a new connection',
    })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'CALL_FULL', 'CALL_ELSEWHERE', 'FORBIDDEN'))
    .input(
      z.object({
        call: callId,
        media: callMedia,
        /** Another device of mine is in it and leaves it for this one. */
        move: z.optional(z.boolean()),
      }),
    )
    .output(answer),
  sfu: signedIn
    .route({
      method: 'POST',
      path: '/calls/{call}/sfu',
      summary: 'Where a device that is in a call of mode sfu sends its media, and what lets it in for a few minutes',
    })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN', 'UNAVAILABLE'))
    .input(one)
    .output(
      z.object({
        url: z.string(),
        token: z.string(),
        /** The name of this join there: user, device and connEpoch with a colon between. */
        identity: z.string(),
      }),
    ),
  decline: signedIn
    .route({ method: 'POST', path: '/calls/{call}/decline', summary: 'Stop ringing on all devices of mine' })
    .errors(raises('NOT_FOUND', 'CALL_OVER'))
    .input(one)
    .output(answer),
  leave: signedIn
    .route({
      method: 'POST',
      path: '/calls/{call}/leave',
      summary: 'Hang up on this device; a call of two ends, and one that nobody answered is cancelled',
    })
    .errors(raises('NOT_FOUND'))
    .input(one)
    .output(answer),
  end: signedIn
    .route({ method: 'POST', path: '/calls/{call}/end', summary: 'End a call for all: who began it, or an admin' })
    .errors(raises('NOT_FOUND', 'FORBIDDEN'))
    .input(one)
    .output(answer),
  ring: signedIn
    .route({ method: 'POST', path: '/calls/{call}/ring', summary: 'Ring more people of the chat, or the same again' })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN'))
    .input(z.object({ call: callId, users: people }))
    .output(answer),
  remove: signedIn
    .route({
      method: 'POST',
      path: '/calls/{call}/remove',
      summary: 'Take somebody out of a call of a group: who began it, or an admin',
    })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN'))
    .input(z.object({ call: callId, user: userId }))
    .output(answer),
}
