import { limits } from '@soroka/protocol'
import type { Edits } from '../edit/edits.ts'
import type { Prepared, Quality } from '../prepare/prepare.dom.ts'
import { isVisual, shapeOf } from '../shapes.ts'

/** Why a file can't go at all. */
export type Problem = 'empty' | 'tooLarge' | 'unreadable'

/** A chosen file on its way to be sent. */
export interface Item {
  key: number
  source: File
  edits?: Edits
  /** What is sent; absent while it is made. */
  made?: Prepared
  /** Shows it, where it is a picture; the old one stays until the new one is there. */
  url?: string
  problem?: Problem
}

let count = 0

export function itemOf(source: File): Item {
  const problem = source.size === 0 ? 'empty' : source.size > limits.fileBytes ? 'tooLarge' : undefined
  return { key: ++count, source, ...(problem ? { problem } : {}) }
}

/** Whether it stands among the pictures; what has to be said about one needs the room of a line. */
export function isPicture({ made, source, problem }: Item, quality: Quality): boolean {
  if (problem || made?.remark || quality === 'file') return false
  return isVisual(made ? made.file.shape : shapeOf(source.type))
}

/** Only a photo that this browser has opened; a moving picture would stand still. */
export function isEditable({ made, edits }: Item): boolean {
  return (
    edits !== undefined ||
    (made?.remark === undefined &&
      made?.file.shape !== 'gif' &&
      /^image\/(jpeg|png|webp|avif|bmp)$/.test(made?.file.type ?? ''))
  )
}

/** To be made once more, with other wishes. */
export function anew(item: Item, edits = item.edits): Item {
  const { made: _, ...rest } = item
  return edits ? { ...rest, edits } : rest
}

/** The list with one file in another place. */
export function moved(items: Item[], key: number, other: number): Item[] {
  const from = items.findIndex((item) => item.key === key)
  const to = items.findIndex((item) => item.key === other)
  const item = items[from]
  if (!item || to < 0) return items
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}
