export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

const candidate = /\b(?:https?:\/\/|www\.)[^\s<>"«»“”]+/giu
const trailing = /[.,:;!?…'’)\]}]+$/u

/** The end of a sentence does not belong to the address; a closing bracket does when the address opened it. */
function trim(url: string): string {
  const end = trailing.exec(url)
  if (!end) return url
  let kept = url.slice(0, end.index)
  for (const char of end[0]) {
    const open = { ')': '(', ']': '[', '}': '{' }[char]
    if (open === undefined || kept.split(open).length <= kept.split(char).length) break
    kept += char
  }
  return kept
}

/** Only addresses that a browser reads as http or https become links. */
export function safeHref(text: string): string | null {
  try {
    const url = new URL(text.toLowerCase().startsWith('www.') ? `https://${text}` : text)
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.includes('.')
      ? url.href
      : localOnly(url)
  } catch {
    return null
  }
}

function localOnly(url: URL): string | null {
  return url.protocol.startsWith('http') && url.hostname === 'localhost' ? url.href : null
}

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(candidate)) {
    const found = trim(match[0])
    const address = safeHref(found)
    if (address === null) continue
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) })
    parts.push({ kind: 'link', text: found, href: address })
    at = match.index + found.length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}
