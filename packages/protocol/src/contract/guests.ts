import * as z from 'zod/mini'
import { callMedia, callState } from '../calls.ts'
import { base64url, timestamp } from '../fields.ts'
import { guestCall } from '../guests.ts'
import { callId, guestId, linkId } from '../ids.ts'
import { limits } from '../limits.ts'
import { open, signedIn } from './base.ts'
import { raises } from './errors.ts'
import { iceServers } from './calls.ts'

const changed = z.object({ call: callState })
const one = z.object({ call: callId, guest: guestId })
const mine = z.object({ call: guestCall })

/** A route for a guest of a call that runs: `Authorization: Bearer <guest token>`. */
const asGuest = open.errors(raises('UNAUTHORIZED', 'CALL_OVER', 'GUEST_OUT'))

export const guests = {
  setLink: signedIn
    .route({
      method: 'PUT',
      path: '/calls/{call}/link',
      summary: 'The link by which guests may come to a call that I am in; one before it is good for nobody any more',
    })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN', 'LIMIT_REACHED'))
    .input(
      z.object({
        call: callId,
        link: linkId,
        /** Of the chat: the link's key comes from it. */
        epoch: z.int().check(z.nonnegative()),
        /** Guest-card record: what only the holder of the link reads before he knocks. */
        card: base64url(limits.guestCardBytes),
      }),
    )
    .output(changed),
  dropLink: signedIn
    .route({ method: 'DELETE', path: '/calls/{call}/link', summary: 'End the link: who came by it is out' })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN'))
    .input(z.object({ call: callId }))
    .output(changed),
  admit: signedIn
    .route({ method: 'POST', path: '/calls/{call}/guests/{guest}/admit', summary: 'Let in a guest who waits' })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN', 'CALL_FULL'))
    .input(z.object({ call: callId, guest: guestId, pass: base64url(limits.guestPassBytes) }))
    .output(changed),
  refuse: signedIn
    .route({
      method: 'POST',
      path: '/calls/{call}/guests/{guest}/refuse',
      summary: 'Decline a guest who waits, or take out one who is in',
    })
    .errors(raises('NOT_FOUND', 'CALL_OVER', 'FORBIDDEN'))
    .input(one)
    .output(changed),
  look: open
    .route({
      method: 'GET',
      path: '/guests/links/{link}',
      summary:
        'What a link leads to, for anybody: whether the call runs and has room, and words that only its holder can open',
    })
    .errors(raises('INVITE_INVALID'))
    .input(z.object({ link: linkId }))
    .output(
      z.object({ state: z.enum(['open', 'full', 'over']), call: callId, card: base64url(limits.guestCardBytes) }),
    ),
  knock: open
    .route({ method: 'POST', path: '/guests/links/{link}/knock', summary: 'Ask to be let into a call' })
    .errors(raises('INVITE_INVALID', 'CALL_OVER', 'CALL_FULL', 'LIMIT_REACHED', 'CONFLICT'))
    .input(z.object({ link: linkId, guest: guestId, hello: base64url(limits.guestHelloBytes) }))
    .output(z.object({ token: z.string(), call: guestCall })),
  get: asGuest
    .route({ method: 'GET', path: '/guests/me', summary: 'How I stand to the call, also when I am out of it' })
    .output(mine),
  join: asGuest
    .route({ method: 'POST', path: '/guests/me/join', summary: 'Come in, or come back with a new connection' })
    .errors(raises('CALL_FULL'))
    .input(z.object({ media: callMedia }))
    .output(mine),
  leave: asGuest
    .route({ method: 'POST', path: '/guests/me/leave', summary: 'Hang up; not to wait any more' })
    .output(mine),
  ice: asGuest
    .route({ method: 'POST', path: '/guests/me/ice', summary: 'Servers that help two devices find each other (S14)' })
    .output(iceServers),
  ticket: asGuest
    .route({
      method: 'POST',
      path: '/guests/me/ticket',
      summary: 'A ticket for one socket; it works once and for 30 s (S4)',
    })
    .output(z.object({ ticket: z.string(), expiresAt: timestamp })),
}
