import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { durationText } from './measure.ts'

function one(file: AttachmentView, t: TFunction): string {
  switch (file.shape) {
    case 'document':
    case 'audio':
      return file.name
    case 'voice':
    case 'round':
      return t(`media:one.${file.shape}`, { time: durationText(file.duration) })
    default:
      return t(`media:one.${file.shape}`)
  }
}

/** The files of a message in a few words; its caption says more, where there is one. */
export function fileSummary({ files = [], text }: Pick<MessageView, 'files' | 'text'>, t: TFunction): string {
  const [first] = files
  if (!first) return text
  if (text !== '') return text
  if (files.length === 1) return one(first, t)
  const shape = files.every((file) => file.shape === first.shape) ? first.shape : 'document'
  return t(`media:many.${shape === 'photo' || shape === 'video' ? shape : 'document'}`, { count: files.length })
}
