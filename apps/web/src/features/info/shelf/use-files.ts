import type { ChatView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import type { ShapeName } from '@soroka/protocol/records'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useChats } from '../../../stores/chatStore.ts'

/** What each shelf holds. */
export const shapesOf = {
  media: ['photo', 'video', 'gif'],
  files: ['document', 'audio'],
  voice: ['voice', 'round'],
} as const satisfies Record<string, ShapeName[]>
export type FileShelf = keyof typeof shapesOf

export type SaidFile = Awaited<ReturnType<typeof engine.files.gallery>>[number]

const pageSize = 60

/** Files of a chat that this device knows, newest first; older ones on demand. Read again when the chat changes. */
export function useFiles(chat: ChatId, shelf: FileShelf): { files: SaidFile[]; loaded: boolean; more(): void } {
  const lastSeq = useChats((state) => state.chats[chat]?.lastSeq)
  const found = useInfiniteQuery({
    queryKey: ['files', chat, shelf, lastSeq],
    queryFn: ({ pageParam }) =>
      engine.files.gallery(chat, {
        shapes: [...shapesOf[shelf]],
        limit: pageSize,
        ...(pageParam === undefined ? {} : { before: pageParam }),
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.at(-1)?.seq,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 10_000,
  })
  return {
    files: found.data?.pages.flat() ?? [],
    loaded: found.data !== undefined,
    more: () => {
      if (found.hasNextPage && !found.isFetching) void found.fetchNextPage()
    },
  }
}

/** The newest few. */
export function useNewestFiles(chat: ChatView, shelf: FileShelf, most: number) {
  const { data } = useQuery({
    queryKey: ['newest files', chat.id, shelf, chat.lastSeq],
    queryFn: () => engine.files.gallery(chat.id, { shapes: [...shapesOf[shelf]], limit: most + 1 }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 10_000,
  })
  return { files: data?.slice(0, most) ?? [], more: (data?.length ?? 0) > most, loaded: data !== undefined }
}
