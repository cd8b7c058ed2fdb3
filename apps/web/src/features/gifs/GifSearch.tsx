import { Button, Loader, TextInput } from '@mantine/core'
import type { FoundGif, OutgoingFile } from '@soroka/client/types'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import { prepareGif } from '../media/index.ts'
import { columns } from './columns.ts'
import { FoundPicture } from './FoundPicture.tsx'
import css from './gifs.module.css'

const after = 500

interface Props {
  onSendFile(file: OutgoingFile): void
  /** While something is looked for its results stand in the place of the list. */
  onSearching(on: boolean): void
}

/** The words once the fingers rest: each change would be a request of its own. */
function useSettled(query: string): string {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(query.trim()), query.trim() === '' ? 0 : after)
    return () => clearTimeout(timer)
  }, [query])
  return settled
}

/** Looks for GIFs by our own server, which tells the provider the words alone. */
export default function GifSearch({ onSendFile, onSearching }: Props) {
  const t = useText()
  const [query, setQuery] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const words = useSettled(query)
  const { data, isFetching, isError, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['gifs', 'found', words],
    queryFn: ({ pageParam }) => engine.stickers.find(words, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: words !== '',
    retry: false,
    staleTime: 300_000,
    gcTime: 300_000,
  })
  const found = data?.pages.flatMap(({ gifs }) => gifs) ?? []
  const send = async (gif: FoundGif) => {
    setBusy(gif.whole)
    await act(
      engine.stickers.foundPicture(gif.whole).then(async (blob) => {
        const made = await prepareGif(new File([blob], 'gif', { type: blob.type }))
        if (made) onSendFile(made)
      }),
    )
    setBusy(null)
  }
  return (
    <>
      <div className={css.search}>
        <TextInput
          type="search"
          leftSection={isFetching ? <Loader size={18} /> : <IconSearch size={18} stroke={1.8} aria-hidden />}
          placeholder={t('stickers:gifs.search')}
          aria-label={t('stickers:gifs.search')}
          maxLength={100}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            onSearching(event.currentTarget.value.trim() !== '')
          }}
        />
        <p className={css.note}>{t('stickers:gifs.searchNote')}</p>
      </div>
      {query.trim() !== '' && (
        <div className={css.list}>
          {isError && (
            <p className={css.empty} role="status">
              {t('stickers:gifs.failed')}{' '}
              <Button variant="subtle" size="compact-sm" onClick={() => void refetch()}>
                {t('media:retry')}
              </Button>
            </p>
          )}
          {data && found.length === 0 && <p className={css.empty}>{t('stickers:gifs.nothing')}</p>}
          <div className={css.columns}>
            {columns(found).map((column, at) => (
              <div key={at} className={css.column}>
                {column.map((gif) => (
                  <FoundPicture key={gif.small} gif={gif} busy={busy === gif.whole} onSend={() => void send(gif)} />
                ))}
              </div>
            ))}
          </div>
          {hasNextPage && !isFetching && (
            <Button variant="subtle" fullWidth onClick={() => void fetchNextPage()}>
              {t('stickers:gifs.more')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
