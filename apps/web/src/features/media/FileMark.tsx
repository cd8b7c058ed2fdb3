import type { AttachmentView } from '@soroka/client/types'
import {
  IconFile,
  IconGif,
  IconMicrophone,
  IconMusic,
  IconPhoto,
  IconSticker,
  IconVideo,
  IconViewfinder,
} from '@tabler/icons-react'
import type { ShapeName } from '@soroka/protocol/records'
import { photoUrl } from '../../ui/photo-url.dom.ts'
import { isVisual } from './shapes.ts'

const signs: Record<ShapeName, typeof IconFile> = {
  photo: IconPhoto,
  video: IconVideo,
  gif: IconGif,
  sticker: IconSticker,
  voice: IconMicrophone,
  round: IconViewfinder,
  audio: IconMusic,
  document: IconFile,
}

interface Props {
  files: readonly AttachmentView[]
  className?: string | undefined
}

/** What a message brings, as a sign before its words: the words say the same, so it is for the eye only. */
export function FileMark({ files, className }: Props) {
  const [first] = files
  if (!first) return null
  const Sign = signs[first.shape]
  return <Sign className={className} size={17} stroke={1.8} aria-hidden />
}

/** The first picture of a message in a box of the caller's; nothing where there is none. */
export function FileThumb({ files, className }: Props) {
  const file = files.find(({ shape, thumb }) => (isVisual(shape) || shape === 'round') && thumb && thumb.length > 0)
  if (!file?.thumb) return null
  return <img className={className} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
}
