import { Button } from '@mantine/core'
import { TryAgain } from '../people/index.ts'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'

interface Props {
  query: {
    isError: boolean
    isPending: boolean
    hasNextPage: boolean
    isFetchingNextPage: boolean
    refetch(): unknown
    fetchNextPage(): unknown
  }
  empty: boolean
  /** Said when there is nothing. */
  nothing: string
}

/** The end of a list that comes page by page. */
export function MoreRows({ query, empty, nothing }: Props) {
  const t = useText()
  if (query.isError) return <TryAgain onClick={() => void query.refetch()} />
  if (empty)
    return query.isPending ? null : (
      <p className={css.note} data-centred>
        {nothing}
      </p>
    )
  if (!query.hasNextPage) return null
  return (
    <Button
      variant="light"
      loading={query.isFetchingNextPage}
      loaderProps={{ 'aria-label': t('app:wait') }}
      onClick={() => void query.fetchNextPage()}
    >
      {t('admin:more')}
    </Button>
  )
}
