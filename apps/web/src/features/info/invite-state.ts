import type { InviteView } from '@soroka/client/types'

/** Whether a link lets nobody in any more. Zero stands for no limit, of time and of people alike. */
export function isOver({ expiresAt, maxUses, uses }: InviteView, now: number): boolean {
  return (expiresAt !== 0 && expiresAt <= now) || (maxUses !== 0 && uses >= maxUses)
}
