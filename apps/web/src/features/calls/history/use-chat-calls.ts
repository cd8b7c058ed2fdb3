import type { CallRecord } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { engine } from '../../../engine/engine.ts'
import { listenToCalls } from '../../../stores/call-ears.ts'
import type { MessageWindow } from '../../../stores/message-window.ts'

const none: CallRecord[] = []

/** Calls of a chat whose lines stand within the window, the oldest first. More of them are read as it grows upwards. */
export function useChatCalls(chat: ChatId, { messages, more, moreBelow }: MessageWindow): CallRecord[] {
  const queries = useQueryClient()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['chat-calls', chat],
    queryFn: ({ pageParam }) => engine.calls.history({ chat, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.calls.at(-1)?.at ?? null) : null),
  })
  useEffect(
    () =>
      listenToCalls((event) => {
        if (event.type === 'call_history') void queries.invalidateQueries({ queryKey: ['chat-calls', chat] })
      }),
    [queries, chat],
  )
  const first = more ? (messages.find(({ seq }) => seq !== undefined)?.seq ?? 0) : 0
  const last = moreBelow ? (messages.findLast(({ seq }) => seq !== undefined)?.seq ?? 0) : Infinity
  const oldest = data?.pages.at(-1)?.calls.at(-1)?.after
  const wanted = hasNextPage && !isFetchingNextPage && oldest !== undefined && oldest >= first
  useEffect(() => {
    if (wanted) void fetchNextPage()
  }, [wanted, fetchNextPage])
  return useMemo(() => {
    const inside = data?.pages.flatMap(({ calls }) => calls).filter(({ after }) => after >= first && after <= last)
    return inside && inside.length > 0 ? inside.toReversed() : none
  }, [data, first, last])
}
