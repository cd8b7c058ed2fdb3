// Not \p{RGI_Emoji}: compiling that one blocks V8 for 0.8 s at its first use.
const onlyEmoji =
  /^(?:(?:\p{Regional_Indicator}{2}|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}))\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*)\s?){1,3}$/u
const foldAt = 1200

/** One to three emoji and nothing else are shown large, without a bubble. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 80 && onlyEmoji.test(text.trim())
}

/** The beginning of a long text, cut at a space; null when it is short enough to show whole. */
export function fold(text: string): string | null {
  if (text.length <= foldAt + 200) return null
  const cut = text.slice(0, foldAt)
  const space = cut.search(/\s\S*$/u)
  return `${cut.slice(0, space > foldAt / 2 ? space : foldAt)}…`
}

/** Whether there is anything to see: spaces, joiners and marks of direction alone are no message. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/u.test(text)
}

/** Ends the directions that a text turns on and leaves on: what stands after it, the time, keeps its place. */
export function closeDirections(text: string): string {
  let open = ''
  for (const mark of text.match(/[\u202A-\u202E\u2066-\u2069]/g) ?? []) {
    if (mark === '\u202C' || mark === '\u2069') open = open.startsWith(mark) ? open.slice(1) : open
    else open = (mark < '\u2066' ? '\u202C' : '\u2069') + open
  }
  return text + open
}

const fromRight = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/

/** Whether the last line runs from the right: its first letter says so. */
export function endsFromRight(text: string): boolean {
  const letter = text.slice(text.lastIndexOf('\n') + 1).match(/\p{L}/u)?.[0]
  return letter !== undefined && fromRight.test(letter)
}
