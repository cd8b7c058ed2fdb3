/** What two devices say over their own connection, beside the media. */
export type Word =
  /** Whether the speaker wants pictures: who saves data does not. */
  | { pictures: boolean }
  /** One emoji, shown for a moment. */
  | { reaction: string }

const longest = 40

/** What another device said, or null where it makes no sense. */
export function readWord(text: string): Word | null {
  if (text.length > 200) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  if (typeof value !== 'object' || value === null) return null
  if ('pictures' in value && typeof value.pictures === 'boolean') return { pictures: value.pictures }
  if ('reaction' in value && typeof value.reaction === 'string' && value.reaction.length <= longest)
    return { reaction: value.reaction }
  return null
}
