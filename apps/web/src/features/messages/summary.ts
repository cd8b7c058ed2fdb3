import type { MessageView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { fileSummary } from '../media/index.ts'
import { plainText } from './markup/blocks.ts'

/** A message in one line: for the reply bar, the pinned bar, lists and screen readers. */
export function summary(message: MessageView, t: TFunction): string {
  if (message.deleted) return t('messages:deleted')
  if (message.problem) return t(`messages:problem.${message.problem}`)
  if (message.sticker) return `${message.text} ${t('media:one.sticker')}`
  if (message.pack && message.pack.parts > 0) return t('stickers:packShort', { name: message.pack.name })
  if (message.poll) return t('messages:pollOf', { question: message.text })
  if (message.files && message.text === '') return fileSummary(message, t)
  return plainText(message.text.slice(0, 400))
}
