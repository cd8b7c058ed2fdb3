import type { ChatId, UserId } from '@soroka/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { besideList, type InfoPart } from '../../app/place.ts'

/** Pages of the info panel stand in the address, so that Back leaves them one by one. */
export function usePart(id: ChatId): { open(part: InfoPart, who?: UserId): void; back(): void } {
  const navigate = useNavigate()
  const router = useRouter()
  return {
    open: (part, who) =>
      void navigate({
        to: '/c/$chatId/info',
        params: { chatId: id },
        search: besideList({ part, ...(who ? { who } : {}) }),
      }),
    back: () =>
      router.history.canGoBack()
        ? router.history.back()
        : void navigate({ to: '/c/$chatId/info', params: { chatId: id }, replace: true }),
  }
}
