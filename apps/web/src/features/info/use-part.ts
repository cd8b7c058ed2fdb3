import type { ChatId } from '@soroka/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { InfoPart } from '../../app/place.ts'

/** Pages of the info panel stand in the address, so that Back leaves them one by one. */
export function usePart(id: ChatId): { open(part: InfoPart): void; back(): void } {
  const navigate = useNavigate()
  const router = useRouter()
  return {
    open: (part) => void navigate({ to: '/c/$chatId/info', params: { chatId: id }, search: { part } }),
    back: () =>
      router.history.canGoBack()
        ? router.history.back()
        : void navigate({ to: '/c/$chatId/info', params: { chatId: id }, replace: true }),
  }
}
