import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Language = 'ru' | 'en'

const texts = path.resolve(import.meta.dirname, '../../../apps/web/src/i18n')
const cache = new Map<string, unknown>()

/**
 * The words of the interface, from the files that the product shows: `words('en', 'auth.signIn')`.
 * A key that is not there fails the story, so a story cannot look for words that nobody wrote.
 */
export function words(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const [area, ...rest] = key.split('.')
  const file = path.join(texts, language, `${area}.json`)
  if (!cache.has(file)) cache.set(file, JSON.parse(readFileSync(file, 'utf8')))
  let at = cache.get(file)
  for (const step of rest) at = (at as Record<string, unknown> | undefined)?.[step]
  if (typeof at !== 'string') throw new Error(`no words for ${key} in ${language}`)
  return at.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}
