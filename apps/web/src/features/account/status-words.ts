/** How long a status may stay. */
export const endings = ['half_hour', 'four_hours', 'today', 'week', 'never'] as const
export type Ending = (typeof endings)[number]

export const suggested = ['💬', '🏡', '💼', '🎧', '🌲', '🤒', '🌙'] as const

const minute = 60_000

/** The end of a status that is set now, on a whole minute, as screens count them; null: none. */
export function endOf(ending: Ending, now: number): number | null {
  const day = new Date(now)
  switch (ending) {
    case 'half_hour':
      return Math.ceil(now / minute + 30) * minute
    case 'four_hours':
      return Math.ceil(now / minute + 240) * minute
    case 'today':
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime()
    case 'week':
      // Until Sunday is over.
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 8 - (day.getDay() || 7)).getTime()
    case 'never':
      return null
  }
}

// Not a literal: a bundler would write out all emoji that there are.
const inFront = new RegExp(String.raw`^\s*(\p{RGI_Emoji})\s*`, 'v')

/** An emoji that was typed in front of the words is the emoji. */
export function readWords(emoji: string, text: string): { emoji: string; text: string } {
  const typed = inFront.exec(text)
  if (typed === null) return { emoji, text: text.trim() }
  return { emoji: typed[1] ?? emoji, text: text.slice(typed[0].length).trim() }
}
