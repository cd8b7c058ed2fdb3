import { viewStore } from '../view-store.ts'

interface PictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window & typeof globalThis>
}

function api(): PictureInPicture | null {
  if (!('documentPictureInPicture' in window)) return null
  return window.documentPictureInPicture as PictureInPicture
}

/** Whether the browser gives a page a small window over all others. */
export function canFloat(): boolean {
  return api() !== null
}

/** The looks of this page, rule by rule: a link would be asked for again, a copied element may lack its nonce. */
function dress(other: Window & typeof globalThis): void {
  const sheet = new other.CSSStyleSheet()
  const rules = [...document.styleSheets].flatMap((one) => [...one.cssRules].map(({ cssText }) => cssText))
  sheet.replaceSync(rules.join('\n'))
  other.document.adoptedStyleSheets = [sheet]
  const { documentElement: from } = document
  for (const { name, value } of from.attributes) other.document.documentElement.setAttribute(name, value)
}

/** Puts the call into a small window of its own; it is back when that is closed. */
export async function float(): Promise<void> {
  const opened = await api()?.requestWindow({ width: 320, height: 240 })
  if (!opened) return
  dress(opened)
  opened.document.title = document.title
  opened.addEventListener('pagehide', () => viewStore.setState({ floating: null }))
  viewStore.setState({ floating: opened })
}
