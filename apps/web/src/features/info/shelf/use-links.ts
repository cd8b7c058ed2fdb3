import type { SearchHit } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { useTimesEnded } from '../../../stores/endedStore.ts'
import { linkify } from '../../messages/index.ts'
import { linksOf, type SaidLink } from './links.ts'

const pageSize = 60
/** What the search understands as "messages with a link". */
const question = 'has:link'

function linksIn(hits: readonly SearchHit[]): SaidLink[] {
  return hits.flatMap(({ message }) => {
    const hrefs = linkify(message.text).flatMap((part) => (part.kind === 'link' ? [part.href] : []))
    return linksOf(message, hrefs)
  })
}

/** All links of a chat that this device may read, newest first; older ones on demand. */
export function useLinks(chat: ChatId): { links: SaidLink[]; loaded: boolean; more(): void } {
  const ended = useTimesEnded()
  const found = useInfiniteQuery({
    queryKey: ['links', chat, ended],
    queryFn: ({ pageParam }) => engine.search.query(question, { chat, limit: pageSize, offset: pageParam }),
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    getNextPageParam: (last, _pages, offset) => (last.more ? offset + pageSize : undefined),
    staleTime: 0,
    gcTime: 10_000,
  })
  const links = useMemo(() => (found.data?.pages ?? []).flatMap(({ hits }) => linksIn(hits)), [found.data])
  return {
    links,
    loaded: found.data !== undefined,
    more: () => {
      if (found.hasNextPage && !found.isFetching) void found.fetchNextPage()
    },
  }
}

/** The newest few, read again as the index grows. */
export function useNewestLinks(chat: ChatId, most: number): { links: SaidLink[]; more: boolean; loaded: boolean } {
  const indexed = useChats((state) => state.indexing?.indexed ?? 0)
  const ended = useTimesEnded()
  const { data } = useQuery({
    queryKey: ['newest links', chat, indexed, ended],
    queryFn: () => engine.search.query(question, { chat, limit: most }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 10_000,
  })
  const links = useMemo(() => linksIn(data?.hits ?? []), [data])
  return { links: links.slice(0, most), more: links.length > most || data?.more === true, loaded: data !== undefined }
}
