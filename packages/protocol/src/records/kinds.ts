/** What an envelope is. The number stands in the clear header and never changes its meaning. */
export const KIND = {
  text: 1,
  media: 2,
  poll: 3,
  edit: 16,
  delete: 17,
  reaction: 18,
  pin: 19,
  vote: 20,
  /** The author of a poll ends it. */
  close: 21,
  meta: 32,
} as const

export type KindName = keyof typeof KIND
export type Kind = (typeof KIND)[KindName]

/** Whether it raises unread and msg_count (rule 15). */
export function countsAsMessage(kind: number): boolean {
  return kind === KIND.text || kind === KIND.media || kind === KIND.poll
}

/** Whether it speaks of another message, whose id then stands in the header's `target`. */
export function needsTarget(kind: number): boolean {
  return kind >= KIND.edit && kind <= KIND.close
}
