import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { isAbove, useRole } from './use-role.ts'

/** Whoever may let people in begins with that: without them there is nobody to find. */
export function InviteFirst() {
  const t = useText()
  if (!isAbove(useRole(), 'moderator')) return null
  return (
    <Button component={Link} to="/admin/invites" variant="light">
      {t('chats:inviteFirst')}
    </Button>
  )
}
