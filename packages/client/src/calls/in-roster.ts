import { guestOf } from '@soroka/protocol'
import { findMember, type Roster } from '@soroka/protocol/records'
import type { CallState } from '../types.ts'

/**
 * A call without those who are not in the chat's signed roster: who lost his place is out of it, whatever the server says.
 * `guests` are those whom one of the roster let in.
 */
export function inRoster(state: CallState, roster: Roster): CallState {
  const belongs = ({ user }: Pick<CallState['members'][number], 'user'>) => findMember(roster, user) !== undefined
  const isGuest = ({ user, device }: CallState['devices'][number]) =>
    (user as string) === device &&
    (state.guests?.some(({ id, pass }) => id === guestOf(device) && pass !== null) ?? false)
  return {
    ...state,
    members: state.members.filter(belongs),
    devices: state.devices.filter((device) => belongs(device) || isGuest(device)),
  }
}
