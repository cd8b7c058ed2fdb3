import { shapeOf } from '../files/attachment-view.ts'
import type { Content } from '../messages/read-body.ts'
import type { ShapeName } from '@soroka/protocol/records'

/** What a message says, as far as a notification shows it. */
export interface PushWords {
  text: string
  /** What its files are, in order. */
  shapes: ShapeName[]
  /** Milliseconds of the first one that plays. */
  duration: number
  /** The first one's name, where it is a document. */
  file: string
  poll: boolean
  sticker: boolean
  /** What was put on a message of mine; empty: taken back. Null for all that is no reaction. */
  reactions: readonly string[] | null
}

export function wordsOfContent({ text, options }: Content): PushWords {
  const files = options.attachments ?? []
  return {
    text,
    shapes: files.map(({ shape }) => shapeOf(shape)),
    duration: files[0]?.duration ?? 0,
    file: files[0]?.name ?? '',
    poll: options.poll !== undefined,
    sticker: options.sticker !== undefined,
    reactions: options.reactions ?? null,
  }
}
