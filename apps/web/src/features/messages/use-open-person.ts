import type { UserId } from '@soroka/protocol'
import { useNavigate } from '@tanstack/react-router'
import { authStore } from '../../stores/authStore.ts'
import { openDirect } from '../people/index.ts'

/** Opens the page of somebody who is named in a chat. */
export function useOpenPerson(): (user: UserId) => void {
  const navigate = useNavigate()
  return (user) => {
    if (user === authStore.getState().session?.user) return void navigate({ to: '/settings' })
    void openDirect(user).then((chatId) => navigate({ to: '/c/$chatId/info', params: { chatId } }))
  }
}
