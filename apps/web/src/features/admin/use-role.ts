import type { ServerRole } from '@soroka/protocol/contract'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'

const ranks: readonly ServerRole[] = ['member', 'moderator', 'admin', 'owner']

/** What I am on this server; undefined until it is known. Only for what the screen offers: the server decides. */
export function useRole(): ServerRole | undefined {
  return useQuery({ queryKey: ['account'], queryFn: () => engine.account.get() }).data?.role
}

/** Whether one may act on the other. */
export function isAbove(mine: ServerRole | undefined, theirs: ServerRole): boolean {
  return mine !== undefined && ranks.indexOf(mine) > ranks.indexOf(theirs)
}

/** What one may make of somebody below: every lower rank; the owner may also give away his own place. */
export function rolesToGive(mine: ServerRole | undefined): ServerRole[] {
  return mine === 'owner' ? [...ranks] : ranks.filter((role) => isAbove(mine, role))
}
