import type { MessageView } from '@soroka/client/types'

/** A link that was said in a chat, and where. */
export interface SaidLink {
  key: string
  href: string
  /** The page's own name where its card came along, else what stands behind the host. */
  title: string
  host: string
  /** The page has a name of its own. */
  named: boolean
  message: MessageView
}

function plainPath(url: URL): string {
  const path = url.pathname.replace(/\/$/, '') + url.search
  try {
    return decodeURIComponent(path)
  } catch {
    // A stray % is no mistake of the reader's.
    return path
  }
}

/** Each of a message's addresses once, in the order of the text. */
export function linksOf(message: MessageView, hrefs: readonly string[]): SaidLink[] {
  const { preview } = message
  return [...new Set(hrefs)].map((href) => {
    const url = new URL(href)
    const host = url.host.replace(/^www\./, '')
    const named = preview && (preview.url === href || hrefs.length === 1) ? preview.title.trim() : ''
    return {
      key: `${message.key} ${href}`,
      href,
      title: named || host + plainPath(url),
      host,
      named: named !== '',
      message,
    }
  })
}
