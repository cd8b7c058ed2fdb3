import type { CallState } from '@soroka/protocol'
import { findMember, type Roster } from '@soroka/protocol/records'

/** A call without those who are not in the chat's signed roster: who lost his place is out of it, whatever the server says. */
export function inRoster(state: CallState, roster: Roster): CallState {
  const belongs = ({ user }: Pick<CallState['members'][number], 'user'>) => findMember(roster, user) !== undefined
  return { ...state, members: state.members.filter(belongs), devices: state.devices.filter(belongs) }
}
