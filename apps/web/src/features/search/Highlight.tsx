import css from './Highlight.module.css'

const lead = 28

/** A text with the places that matched; a late first match is brought near the beginning of the line. */
export function Highlight({ text, ranges }: { text: string; ranges: [number, number][] }) {
  const first = ranges[0]?.[0] ?? 0
  const space = text.lastIndexOf(' ', first - lead)
  const from = first > lead * 2 ? Math.max(space + 1, first - lead) : 0
  const parts: { text: string; hit: boolean; at: number }[] = []
  let at = from
  for (const [start, length] of ranges) {
    if (start < at) continue
    parts.push(
      { text: text.slice(at, start), hit: false, at },
      { text: text.slice(start, start + length), hit: true, at: start },
    )
    at = start + length
  }
  parts.push({ text: text.slice(at), hit: false, at })
  return (
    <>
      {from > 0 && '…'}
      {parts.map((part) =>
        part.hit ? (
          <mark key={`h${part.at}`} className={css.hit}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  )
}
