import type { MessageView } from '@soroka/client/types'
import type { TFunction } from 'i18next'

/** A message in a few words, for a list to choose from: its text, or what it brought. */
export function wordsOf({ text, files, poll }: MessageView, t: TFunction): string {
  const brought = (files ?? []).map(({ name }) => name).filter(Boolean)
  if (text !== '' && files === undefined && poll === undefined) return text.slice(0, 240)
  const kind = t(poll ? 'reports:poll' : 'reports:file', { count: files?.length ?? 1 })
  return [kind, text.slice(0, 240), ...brought].filter(Boolean).join(' · ')
}
