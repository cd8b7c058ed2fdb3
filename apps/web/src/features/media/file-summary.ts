import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { durationText } from './measure.ts'
import { isVisual } from './shapes.ts'

function one(file: AttachmentView, t: TFunction): string {
  switch (file.shape) {
    case 'document':
    case 'audio':
      return file.name === '' ? t(`media:one.${file.shape}`) : file.name
    case 'voice':
    case 'round':
      return t(`media:one.${file.shape}`, { time: durationText(file.duration) })
    case 'sticker':
      // Its name is the emoji that says the same.
      return `${file.name} ${t('media:one.sticker')}`
    default:
      return t(`media:one.${file.shape}`)
  }
}

function kindOf(files: readonly AttachmentView[]): 'photo' | 'video' | 'media' | 'document' {
  if (files.every(({ shape }) => shape === 'photo')) return 'photo'
  if (files.every(({ shape }) => shape === 'video')) return 'video'
  return files.every(({ shape }) => isVisual(shape)) ? 'media' : 'document'
}

/** The files of a message in a few words; its caption says more, where there is one. */
export function fileSummary({ files = [], text }: Pick<MessageView, 'files' | 'text'>, t: TFunction): string {
  const [first] = files
  if (!first || text !== '') return text
  return files.length === 1 ? one(first, t) : t(`media:many.${kindOf(files)}`, { count: files.length })
}
