import type { UpFrame } from '@soroka/protocol/frames'
import { randomId } from '../../testing/people.ts'
import type { Action } from './index.ts'
import { frame, fromWithin, http1, lead } from './rights-calls.fixture.ts'
import { http, members, two } from './rights-row.fixture.ts'
import type { Row } from './rights-row.fixture.ts'

type GuestAction = Extract<Action, `guests.${string}` | `socket.guest.${string}`>

const outside = { group: 'ok FORBIDDEN FORBIDDEN FORBIDDEN . . .', direct: 'ok . . FORBIDDEN . . .' }
const inside = { group: members, announcements: lead, direct: two }
/** There is no such guest: whoever may let in hears that, and the others what they hear of a call that is not theirs. */
const nobody = { group: '. FORBIDDEN FORBIDDEN FORBIDDEN . . .', direct: '. . . FORBIDDEN . . .' }
const link = () => ({ link: randomId(), epoch: 0, card: 'AAAA' })
const admit = `/calls/{call}/guests/${randomId()}/admit`
const refuse = `/calls/{call}/guests/${randomId()}/refuse`

/** With a person's token, what is a guest's is nobody's. */
const notForPeople = (method: string, path: string): readonly Row[] => {
  const all = Array(7).fill('UNAUTHORIZED').join(' ')
  return [{ tries: http(method, path, () => ({ media: {} })), group: all, direct: all }]
}
const noFrame = (up: UpFrame): readonly Row[] => {
  const all = Array(7).fill('FORBIDDEN').join(' ')
  return [{ tries: frame(() => up), group: all, direct: all }]
}

const media = { audio: true, video: false, screen: false, hand: false }

/** Who may do what for guests of a call; what guests may do stands in features/calls/guests.test.ts. */
export const guestRows: Readonly<Record<GuestAction, 'no chat' | readonly Row[]>> = {
  'guests.setLink': [
    { name: 'from without', tries: http1('PUT', '/calls/{call}/link', link), ...outside },
    { name: 'from within', tries: fromWithin('/calls/{call}/link', link, 'PUT'), ...inside },
  ],
  'guests.dropLink': [
    { name: 'from without', tries: http1('DELETE', '/calls/{call}/link'), ...outside },
    { name: 'from within', tries: fromWithin('/calls/{call}/link', () => ({}), 'DELETE'), ...inside },
  ],
  'guests.admit': [{ name: 'nobody', tries: http1('POST', admit, () => ({ pass: 'AAAA' })), ...nobody }],
  'guests.refuse': [{ name: 'nobody', tries: http1('POST', refuse), ...nobody }],
  'guests.look': 'no chat',
  'guests.knock': 'no chat',
  'guests.get': notForPeople('GET', '/guests/me'),
  'guests.join': notForPeople('POST', '/guests/me/join'),
  'guests.leave': notForPeople('POST', '/guests/me/leave'),
  'guests.ice': notForPeople('POST', '/guests/me/ice'),
  'guests.ticket': notForPeople('POST', '/guests/me/ticket'),
  'socket.guest.signal': noFrame({ t: 'guest.signal', id: 1, to: randomId() as never, signal: 'AAAA' }),
  'socket.guest.media': noFrame({ t: 'guest.media', media }),
  'socket.guest.alive': noFrame({ t: 'guest.alive' }),
}
