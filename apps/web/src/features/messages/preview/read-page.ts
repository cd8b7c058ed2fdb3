/** What a page says of itself for a preview. */
export interface PageFacts {
  site: string
  title: string
  description: string
  /** Absolute address of its picture. */
  image: string | null
}

const headBytes = 200_000
const opening = /<(?:meta|title)\b/gi
const tag = /^<(meta|title)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/i
/** No honest tag is longer, and no honest head has more of them: a page made to hang costs little. */
const longestTag = 3000
const mostTags = 200
const attribute = /([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi
const named: Record<string, string | undefined> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function plain(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name) return named[name.toLowerCase()] ?? whole
        const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
        return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
      },
    )
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The character set that the answer or the page names, else UTF-8. */
export function decodePage(bytes: Uint8Array, type: string): string {
  const head = bytes.subarray(0, headBytes)
  const ascii = new TextDecoder('latin1').decode(head.subarray(0, 2048))
  const charset = (/charset=["']?([\w-]+)/i.exec(type) ?? /charset=["']?([\w-]+)/i.exec(ascii))?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(head)
  } catch {
    return new TextDecoder().decode(head)
  }
}

function absolute(address: string | undefined, base: string): string | null {
  if (!address) return null
  try {
    const url = new URL(address, base)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
  } catch {
    return null
  }
}

/** Reads title, description and picture of a page from its text. Nothing of it is ever made an element. */
export function readPage(html: string, url: string): PageFacts | null {
  const metas = new Map<string, string>()
  let title = ''
  let tags = 0
  for (const { index } of html.matchAll(opening)) {
    if (++tags > mostTags) break
    const match = tag.exec(html.slice(index, index + longestTag))
    if (!match) continue
    if (match[1]?.toLowerCase() === 'title') {
      const start = index + match[0].length
      const end = html.indexOf('<', start)
      title ||= html.slice(start, Math.min(end === -1 ? html.length : end, start + 1000))
      continue
    }
    const attributes = new Map(
      [...(match[2] ?? '').matchAll(attribute)].map((one) => [
        (one[1] ?? '').toLowerCase(),
        one[2] ?? one[3] ?? one[4] ?? '',
      ]),
    )
    const name = (attributes.get('property') ?? attributes.get('name') ?? '').toLowerCase()
    const content = attributes.get('content')
    if (name && content && !metas.has(name)) metas.set(name, content)
  }
  const first = (...names: string[]) => plain(names.map((name) => metas.get(name)).find(Boolean) ?? '')
  const shown = first('og:title', 'twitter:title') || plain(title)
  if (shown === '') return null
  return {
    site: (first('og:site_name') || new URL(url).hostname.replace(/^www\./, '')).slice(0, 80),
    title: shown.slice(0, 200),
    description: first('og:description', 'twitter:description', 'description').slice(0, 300),
    image: absolute(plain(metas.get('og:image') ?? metas.get('twitter:image') ?? ''), url),
  }
}
