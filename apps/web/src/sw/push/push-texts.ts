import en from '../../i18n/en/push.json'
import ru from '../../i18n/ru/push.json'
import { isolate } from '../../i18n/isolate.ts'

export type PushLang = 'ru' | 'en'
type Values = Record<string, string | number>

/** Says a text of `i18n/<lang>/push.json`; one with a `count` in the form that its language wants. */
export type PushText = (key: string, values?: Values) => string

const texts: Record<PushLang, unknown> = { ru, en }
const blanks = /\{\{(\w+)\}\}/g

/** The library of the pages is too large for a worker that must be awake at once. */
export function pushText(lang: PushLang): PushText {
  const plural = new Intl.PluralRules(lang)
  return (key, values = {}) => {
    const { count } = values
    const form = typeof count === 'number' ? find(lang, `${key}_${plural.select(count)}`) : undefined
    const text = form ?? find(lang, key) ?? key
    return text.replace(blanks, (_, name: string) => isolate(String(values[name] ?? '')))
  }
}

function find(lang: PushLang, key: string): string | undefined {
  let found = texts[lang]
  for (const part of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[part]
  return typeof found === 'string' ? found : undefined
}
