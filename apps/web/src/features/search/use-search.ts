import type { SearchAnswer } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { engine } from '../../engine/engine.ts'
import { useTimesEnded } from '../../stores/endedStore.ts'

const pageHits = 30

export interface SearchResult {
  answer: SearchAnswer | undefined
  searching: boolean
  more(): void
}

/** What this device has on the words, 120 ms after the last key; older hits on demand. */
export function useSearch(text: string, chat?: ChatId): SearchResult {
  const [settled] = useDebouncedValue(text, 120)
  const asked = settled.trim().length > 1
  const found = useInfiniteQuery({
    queryKey: ['search', chat ?? '', settled],
    queryFn: ({ pageParam }) =>
      engine.search.query(settled, { ...(chat ? { chat } : {}), limit: pageHits, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (last.more ? offset + pageHits : undefined),
    enabled: asked,
    retry: false,
    // New messages come all the time: an answer is good for this look only.
    staleTime: 0,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  })
  const ended = useTimesEnded()
  const again = useEffectEvent(() => {
    if (found.data !== undefined && asked) void found.refetch()
  })
  // R16: words that are gone from the chat don't stand on among the answers.
  useEffect(() => {
    if (ended > 0) again()
  }, [ended])
  const pages = found.data?.pages
  const first = pages?.[0]
  const answer =
    asked && first ? { ...first, hits: pages.flatMap((page) => page.hits), more: found.hasNextPage } : undefined
  return {
    answer,
    searching: text.trim().length > 1 && (settled !== text || found.isFetching),
    more: () => {
      if (found.hasNextPage && !found.isFetching) void found.fetchNextPage()
    },
  }
}
