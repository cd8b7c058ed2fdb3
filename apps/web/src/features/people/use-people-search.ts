import type { PersonView } from '@soroka/client/types'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { engine } from '../../engine/engine.ts'

export type FoundPerson = PersonView

const shortest = 3

/** Asks the server for a nickname's beginning or a whole e-mail address, 250 ms after the last key. */
export function usePeopleSearch(query: string): {
  people: FoundPerson[]
  state: 'idle' | 'searching' | 'failed' | 'done'
} {
  const word = query.replace(/^@/, '')
  const [settled] = useDebouncedValue(word, 250)
  const asked = settled.length >= shortest && word.length >= shortest
  const answer = useQuery({
    queryKey: ['people', settled],
    queryFn: () => engine.people.find(settled),
    enabled: asked,
    placeholderData: keepPreviousData,
  })
  if (!asked) return { people: [], state: word.length >= shortest ? 'searching' : 'idle' }
  if (answer.isError) return { people: [], state: 'failed' }
  const waiting = settled !== word || answer.isFetching
  return { people: answer.data ?? [], state: waiting && !answer.data?.length ? 'searching' : 'done' }
}
