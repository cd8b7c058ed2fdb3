import type { ChatView, MessageView } from '@soroka/client/types'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'

/** How many of his messages one chooses from. */
const most = 12

/** What may be reported: messages of one person near the one that was pointed at, or his newest ones; in the order of the chat. */
export function useCandidates(
  chat: ChatView,
  author: MessageView['sender'] | undefined,
  about: MessageView | undefined,
) {
  return useQuery({
    queryKey: ['reportable', chat.id, author, about?.id],
    queryFn: async () => {
      const where = about?.seq === undefined ? {} : { around: about.seq }
      const { messages } = await engine.messages.page(chat.id, { ...where, limit: 60 })
      const his = messages.filter((one) => one.sender === author && !one.own && one.seq !== undefined)
      const whole = his.filter((one) => !one.deleted && !one.problem)
      const at = about?.seq ?? Number.MAX_SAFE_INTEGER
      const distance = (one: MessageView) => Math.abs((one.seq ?? 0) - at)
      const near = whole.toSorted((a, b) => distance(a) - distance(b)).slice(0, most)
      return near.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
    },
    staleTime: 0,
    retry: false,
  })
}
