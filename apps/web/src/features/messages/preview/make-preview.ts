import type { PreviewView } from '@soroka/client/types'
import { engine } from '../../../engine/engine.ts'
import { decodePage, readPage } from './read-page.ts'
import { shrinkPicture } from './shrink-picture.dom.ts'

/** What stands behind a link, as it is sealed into the message: words and a small picture drawn anew. */
export async function makePreview(url: string): Promise<PreviewView | null> {
  const page = await engine.messages.preview(url)
  if (!page) return null
  if (page.type.startsWith('image/')) {
    const image = await shrinkPicture(page.bytes, page.type)
    const { hostname, pathname } = new URL(url)
    const name = pathname.split('/').at(-1) ?? ''
    return image && { url, site: hostname, title: name === '' ? hostname : name, description: '', image }
  }
  const facts = readPage(decodePage(page.bytes, page.type), page.url)
  if (!facts) return null
  const { image: address, ...words } = facts
  const source = address === null ? null : await engine.messages.preview(address)
  const image = source?.type.startsWith('image/') ? await shrinkPicture(source.bytes, source.type) : null
  return { url, ...words, ...(image ? { image } : {}) }
}
