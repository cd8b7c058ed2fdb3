import type { MentionView } from '@soroka/client/types'
import { type Inline, parseInline } from './inline.ts'

export type Block =
  | { kind: 'text'; inner: Inline[] }
  | { kind: 'quote'; inner: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; start: number | null; items: Inline[][] }

const fence = /^```([\w+#.-]{0,20})\s*$/
const quote = /^> ?(.*)$/
const bullet = /^[-*•] (.+)$/
const numbered = /^(\d{1,4})[.)] (.+)$/
/** A text without any of these is one plain block: most messages. */
const special = /[*_~|`>@[]|^[-•] |^\d+[.)] |https?:|www\./im

/** A message's text → blocks. Line breaks are kept as they were written. */
export function parseBlocks(text: string, mentions: MentionView[]): Block[] {
  if (!special.test(text)) return [{ kind: 'text', inner: [{ kind: 'text', text }] }]
  const lines = text.split('\n')
  const blocks: Block[] = []
  let words: string[] = []
  const flush = () => {
    const joined = words.join('\n').replace(/^\n+|\n+$/g, '')
    if (joined !== '') blocks.push({ kind: 'text', inner: parseInline(joined, mentions) })
    words = []
  }
  /** The run of lines from here that match. */
  const run = (from: number, pattern: RegExp) => {
    let to = from
    while (to < lines.length && pattern.test(lines[to] ?? '')) to++
    return lines.slice(from, to).map((line) => pattern.exec(line) ?? [''])
  }
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? ''
    const code = fence.exec(line)
    const end = code ? lines.indexOf('```', at + 1) : -1
    if (code && end !== -1) {
      flush()
      blocks.push({ kind: 'code', language: code[1] ?? '', text: lines.slice(at + 1, end).join('\n') })
      at = end + 1
      continue
    }
    const kind = [quote, bullet, numbered].find((pattern) => pattern.test(line))
    if (!kind) {
      words.push(line)
      at++
      continue
    }
    flush()
    const found = run(at, kind)
    if (kind === quote)
      blocks.push({ kind: 'quote', inner: parseInline(found.map((match) => match[1] ?? '').join('\n'), mentions) })
    else
      blocks.push({
        kind: 'list',
        start: kind === numbered ? Number(found[0]?.[1] ?? 1) : null,
        items: found.map((match) => parseInline(match.at(-1) ?? '', mentions)),
      })
    at += found.length
  }
  flush()
  return blocks
}

/** The words without their marks, for one line in a list or a quote. */
export function plainText(text: string): string {
  return text
    .replace(/```[\w+#.-]*\n?/g, '')
    .replace(/\|\|[^|]+\|\|/g, '▒▒▒')
    .replace(/(\*\*|~~|`)/g, '')
    .replace(/(^|[\s(])[_*](\S(?:[^_*\n]*\S)?)[_*](?=$|[\s.,:;?)])/g, '$1$2')
    .replace(/^> ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
