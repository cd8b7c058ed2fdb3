import type { PersonView } from '@soroka/client/types'

/** The status of a person as long as it lasts: its emoji and words. */
export function statusText(person: Pick<PersonView, 'status'> | undefined, now: number): string {
  const status = person?.status
  if (!status || (status.until ?? Infinity) <= now) return ''
  return `${status.emoji} ${status.text}`.trim()
}
