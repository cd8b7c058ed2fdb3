import type { PersonView } from '@soroka/client/types'
import { useNow } from '../../ui/use-now.ts'
import { statusText } from './status-text.ts'

/** Beside a name: the emoji of a person's status as long as it lasts. */
export function StatusMark({ person }: { person: PersonView | undefined }) {
  const text = statusText(person, useNow())
  if (text === '') return null
  return (
    <span role="img" aria-label={text} title={text}>
      {person?.status?.emoji || '💬'}
    </span>
  )
}
