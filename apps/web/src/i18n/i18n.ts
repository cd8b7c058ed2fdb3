import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'soroka.language'
const bundles = { ru: () => import('./ru/index.ts'), en: () => import('./en/index.ts') }

/** The chosen language, else the browser's: Russian where it is widely read, English otherwise. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey)
  if (chosen === 'ru' || chosen === 'en') return chosen
  return navigator.languages.some((tag) => /^ru\b/.test(tag)) && !/^en\b/.test(navigator.language) ? 'ru' : 'en'
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'app')) return
  const { texts } = await bundles[language]()
  for (const [feature, words] of Object.entries(texts)) i18next.addResourceBundle(language, feature, words)
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage()
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: {},
    ns: [],
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await load(language)
  show(language)
}

function show(language: Language): void {
  document.documentElement.lang = language
  document.title = i18next.t('app:name')
}

/** Takes effect at once, on every screen. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language)
  localStorage.setItem(storageKey, language)
  await i18next.changeLanguage(language)
  show(language)
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
