const height = 30

interface Props {
  /** From 0 to 1, from left to right. */
  levels: readonly number[]
  /** As many bars, whatever is known. */
  count: number
  /** How much of it was heard, from 0 to 1. */
  heard?: number
}

/** How loud something is, as bars between a dot and the whole height; where they stand, they are coloured. */
export function Bars({ levels, count, heard = 0 }: Props) {
  return (
    <svg viewBox={`0 0 ${count * 5} ${height}`} preserveAspectRatio="none" aria-hidden>
      {Array.from({ length: count }, (_, at) => {
        const tall = Math.max(3, Math.round((levels[at] ?? 0) * height))
        return (
          <rect
            key={at}
            data-heard={at / count < heard || undefined}
            x={at * 5 + 1}
            y={(height - tall) / 2}
            width={3}
            height={tall}
            rx={1.5}
          />
        )
      })}
    </svg>
  )
}
