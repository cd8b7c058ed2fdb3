/// <reference lib="webworker" />
import { SHARE_CACHE, SHARE_PATH, type SharedFacts } from './share-talk.ts'

declare const self: ServiceWorkerGlobalScope

/** More than one shares by hand is a mistake, or somebody else's page. */
const MOST_FILES = 50

/** The system's share sheet brings something (Web Share Target). */
export const isShare = (url: URL): boolean => url.origin === self.location.origin && url.pathname === SHARE_PATH

const text = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Keeps what was shared until a page takes it, and opens that page. What came before and nobody took gives way. Any site may
 * post here: nothing is sent before a person has chosen a chat and pressed the button.
 */
export async function takeShare({ request }: FetchEvent): Promise<Response> {
  await caches.delete(SHARE_CACHE)
  const form = await request.formData()
  const files = form.getAll('files').filter((value) => value instanceof File && value.size > 0) as File[]
  const parts = [text(form, 'title'), text(form, 'text'), text(form, 'url')]
  const facts: SharedFacts = {
    at: Date.now(),
    // Programs say the same thing under two names.
    text: parts.filter((part, i) => part !== '' && !parts.some((other, j) => j > i && other.includes(part))).join('\n'),
    files: files.slice(0, MOST_FILES).map(({ name, type }) => ({ name, type })),
  }
  if (facts.text === '' && facts.files.length === 0) return Response.redirect(SHARE_PATH, 303)
  const cache = await caches.open(SHARE_CACHE)
  for (const [i, file] of files.slice(0, MOST_FILES).entries())
    await cache.put(`${SHARE_PATH}/${i}`, new Response(file))
  // Last: a page that finds it finds all of it.
  await cache.put(SHARE_PATH, Response.json(facts))
  return Response.redirect(SHARE_PATH, 303)
}
