import type { MentionView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { linkify, safeHref } from '../linkify.ts'

export type Style = 'bold' | 'italic' | 'strike' | 'spoiler'

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; user: UserId }
  | { kind: Style; inner: Inline[] }

type Atom = { start: number; end: number; node: Inline }
type Pair = { start: number; end: number; size: number; style: Style }

const styles: Record<string, Style | undefined> = {
  '**': 'bold',
  '*': 'italic',
  _: 'italic',
  '~~': 'strike',
  '||': 'spoiler',
}
const delimiter = /\*\*|~~|\|\||[*_]/g
const word = /[\p{L}\p{N}]/u
/** Nothing that a person writes nests deeper; a text made to break the page does. */
const deepest = 8

function ranges(pattern: RegExp, text: string, node: (match: RegExpExecArray) => Inline | null): Atom[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const made = node(match)
    return made ? [{ start: match.index, end: match.index + match[0].length, node: made }] : []
  })
}

function mentionAtoms(text: string, mentions: MentionView[]): Atom[] {
  const atoms: Atom[] = []
  for (const { user, name } of mentions) {
    const called = `@${name}`
    if (name === '') continue
    for (let at = text.indexOf(called); at !== -1; at = text.indexOf(called, at + called.length))
      atoms.push({ start: at, end: at + called.length, node: { kind: 'mention', text: called, user } })
  }
  return atoms
}

function linkAtoms(text: string): Atom[] {
  let at = 0
  return linkify(text).flatMap((part) => {
    const start = at
    at += part.text.length
    return part.kind === 'link' ? [{ start, end: at, node: part }] : []
  })
}

/** What no mark may cut: code, links, mentions. The earlier wins, of two at one place the longer. */
function findAtoms(text: string, mentions: MentionView[]): Atom[] {
  const all = [
    ...ranges(/`([^`\n]+)`/g, text, ([, code]) => ({ kind: 'code', text: code ?? '' })),
    ...ranges(/\[([^[\]\n]{1,300})\]\(([^\s()]{1,2000})\)/g, text, ([, label, address]) => {
      const href = safeHref(address ?? '')
      return href === null ? null : { kind: 'link', text: label ?? '', href }
    }),
    ...mentionAtoms(text, mentions),
    ...linkAtoms(text),
  ].toSorted((a, b) => a.start - b.start || b.end - a.end)
  const kept: Atom[] = []
  for (const atom of all) if (atom.start >= (kept.at(-1)?.end ?? 0)) kept.push(atom)
  return kept
}

/** Marks that belong together, in one pass: what has no partner stays text. */
function findPairs(text: string, atoms: Atom[]): Pair[] {
  const pairs: Pair[] = []
  const open: { mark: string; at: number }[] = []
  let next = 0
  for (const { 0: mark, index: at } of text.matchAll(delimiter)) {
    while (next < atoms.length && (atoms[next]?.end ?? 0) <= at) next++
    if ((atoms[next]?.start ?? Infinity) <= at) continue
    const before = text[at - 1] ?? ' '
    const after = text[at + mark.length] ?? ' '
    const partner = open.findLastIndex((one) => one.mark === mark)
    const style = styles[mark]
    if (partner !== -1 && !/\s/.test(before) && !word.test(after) && style) {
      const start = open[partner]?.at ?? 0
      open.length = partner
      if (at > start + mark.length) pairs.push({ start, end: at + mark.length, size: mark.length, style })
    } else if (!/\s/.test(after) && !word.test(before) && open.length < deepest) open.push({ mark, at })
  }
  return pairs.toSorted((a, b) => a.start - b.start)
}

/** One text's words with its styles; never markup, only what the screen draws by its own elements. */
export function parseInline(text: string, mentions: MentionView[]): Inline[] {
  const atoms = findAtoms(text, mentions)
  const pairs = findPairs(text, atoms)
  let atom = 0
  let pair = 0
  const read = (from: number, to: number): Inline[] => {
    const parts: Inline[] = []
    let at = from
    const plain = (end: number) => {
      if (end > at) parts.push({ kind: 'text', text: text.slice(at, end) })
    }
    for (;;) {
      const nextAtom = atoms[atom]
      const nextPair = pairs[pair]
      const atomAt = nextAtom?.start ?? Infinity
      const pairAt = nextPair?.start ?? Infinity
      if (Math.min(atomAt, pairAt) >= to) break
      if (nextPair && pairAt < atomAt) {
        plain(pairAt)
        pair++
        parts.push({ kind: nextPair.style, inner: read(pairAt + nextPair.size, nextPair.end - nextPair.size) })
        at = nextPair.end
      } else if (nextAtom) {
        plain(atomAt)
        atom++
        parts.push(nextAtom.node)
        at = nextAtom.end
      }
    }
    plain(to)
    return parts
  }
  return read(0, text.length)
}
