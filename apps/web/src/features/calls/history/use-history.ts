import type { CallRecord } from '@soroka/client/types'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { listenToCalls } from '../../../stores/call-ears.ts'
import { callStore, useCalls } from '../../../stores/callStore.ts'

interface History {
  calls: CallRecord[]
  loaded: boolean
  failed: boolean
  more: boolean
  loadMore(): void
  retry(): void
}

/** Calls of the past, the newest first; read again when one more is over. */
export function useHistory(missed: boolean): History {
  const queries = useQueryClient()
  const { data, isError, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['calls', missed],
    queryFn: ({ pageParam }) =>
      engine.calls.history({ ...(pageParam === null ? {} : { before: pageParam }), ...(missed ? { missed } : {}) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.calls.at(-1)?.at ?? null) : null),
    staleTime: 0,
  })
  useEffect(
    () =>
      listenToCalls((event) => {
        if (event.type === 'call_history') void queries.invalidateQueries({ queryKey: ['calls'] })
      }),
    [queries],
  )
  return {
    calls: data?.pages.flatMap(({ calls }) => calls) ?? [],
    loaded: data !== undefined,
    failed: isError,
    more: hasNextPage,
    loadMore: () => void (isFetchingNextPage || fetchNextPage()),
    retry: () => void refetch(),
  }
}

/** Without a server they stay unseen, and are marked when one looks again. */
async function markSeen(upTo: number): Promise<void> {
  try {
    await engine.calls.seen(upTo)
    callStore.setState({ unseen: 0 })
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}

/** Whoever looks at the history has seen what was missed. */
export function useSeen(newest: number | undefined): void {
  const unseen = useCalls((state) => state.unseen)
  useEffect(() => {
    if (newest === undefined || unseen === 0) return
    void markSeen(newest)
  }, [newest, unseen])
}
