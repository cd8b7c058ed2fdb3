import { SHARE_CACHE, SHARE_PATH, type SharedFacts } from '../../sw/share-talk.ts'

/** Whoever doesn't come back to it within a day doesn't want it. */
const stale = 86_400_000

export interface Shared {
  text: string
  files: File[]
}

async function find(): Promise<SharedFacts | null> {
  if (!('caches' in globalThis) || !(await caches.has(SHARE_CACHE))) return null
  const found = await (await caches.open(SHARE_CACHE)).match(SHARE_PATH)
  const facts = found === undefined ? null : ((await found.json()) as SharedFacts)
  if (facts !== null && Date.now() - facts.at < stale) return facts
  await dropShared()
  return null
}

/** Whether something was shared that no page has taken yet. */
export async function hasShared(): Promise<boolean> {
  return (await find()) !== null
}

/** What another program shared; null when there is nothing. It stays until it is dropped. */
export async function readShared(): Promise<Shared | null> {
  const facts = await find()
  if (facts === null) return null
  const cache = await caches.open(SHARE_CACHE)
  const files: File[] = []
  for (const [i, { name, type }] of facts.files.entries()) {
    const body = await cache.match(`${SHARE_PATH}/${i}`)
    if (body !== undefined) files.push(new File([await body.blob()], name, { type }))
  }
  return { text: facts.text, files }
}

export async function dropShared(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(SHARE_CACHE)
}
