import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'
import { isolate } from './isolate.ts'

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'soroka.language'
const bundles = {
  outside: { ru: () => import('./ru/index.ts'), en: () => import('./en/index.ts') },
  before: { ru: () => import('./ru/before.ts'), en: () => import('./en/before.ts') },
  inside: { ru: () => import('./ru/inside.ts'), en: () => import('./en/inside.ts') },
  later: { ru: () => import('./ru/later.ts'), en: () => import('./en/later.ts') },
  desk: { ru: () => import('./ru/desk.ts'), en: () => import('./en/desk.ts') },
}
/** One feature of each: its words are here when all of its bundle are. */
const marks = { outside: 'app', before: 'door', inside: 'chats', later: 'storage', desk: 'admin' }
/** A change of language brings these. */
const wanted = new Set<keyof typeof bundles>(['outside'])
let begun = () => {}
/** The page asks for words while the library still starts. */
const ready = new Promise<void>((resolve) => {
  begun = resolve
})

/** The page's own, which index.html has chosen before anything was drawn. */
export function currentLanguage(): Language {
  return document.documentElement.lang === 'ru' ? 'ru' : 'en'
}

function add(language: Language, texts: Record<string, object>): void {
  for (const [feature, words] of Object.entries(texts)) i18next.addResourceBundle(language, feature, words)
}

async function load(language: Language): Promise<void> {
  const missing = [...wanted].filter((name) => !i18next.hasResourceBundle(language, marks[name]))
  await Promise.all(missing.map(async (name) => add(language, (await bundles[name][language]()).texts)))
}

async function want(name: keyof typeof bundles): Promise<void> {
  await ready
  wanted.add(name)
  await load(currentLanguage())
}

/** The words of the signed-in half; from now on a change of language brings them too. */
export const loadInsideTexts = () => want('inside')
/** The words of screens that few people open: they come with the first of them. */
export const loadLaterTexts = () => want('later')
/** The words of the desk: few people run a server. */
export const loadDeskTexts = () => want('desk')
/** The words of the page on which an account is made. */
export const loadBeforeTexts = () => want('before')

export async function startI18n(): Promise<void> {
  const language = currentLanguage()
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: {},
    ns: [],
    defaultNS: 'app',
    // React escapes; what a name needs is its own direction.
    interpolation: { escape: isolate },
    returnNull: false,
  })
  begun()
  await load(language)
  document.title = i18next.t('app:name')
}

/** Takes effect at once, on every screen. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language)
  localStorage.setItem(storageKey, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
  document.title = i18next.t('app:name')
}

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener)
  return () => i18next.off('languageChanged', listener)
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => i18next.language) as Language
}

/** Text by 'feature:key'; the component renders again when the language changes. */
export function useText(): TFunction {
  useLanguage()
  return i18next.t
}
