import type { ServerRole } from '@soroka/protocol/contract'
import { IconDoor, IconFlag, IconHistory, IconStethoscope, IconTicket, IconUsers } from '@tabler/icons-react'

/** Pages of the desk, and who has them. */
export const deskSections = [
  { name: 'people', icon: IconUsers, roles: ['owner', 'admin', 'moderator'] },
  { name: 'reports', icon: IconFlag, roles: ['owner', 'admin', 'moderator'] },
  { name: 'invites', icon: IconTicket, roles: ['owner', 'admin'] },
  { name: 'place', icon: IconDoor, roles: ['owner', 'admin'] },
  { name: 'doctor', icon: IconStethoscope, roles: ['owner', 'admin'] },
  { name: 'audit', icon: IconHistory, roles: ['owner', 'admin'] },
] as const satisfies readonly { name: string; icon: unknown; roles: readonly ServerRole[] }[]

export type DeskSectionName = (typeof deskSections)[number]['name']

export function isDeskSection(name: string): name is DeskSectionName {
  return deskSections.some((section) => section.name === name)
}
