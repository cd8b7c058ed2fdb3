import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const place = '<!-- launch -->'
const languages = ['ru', 'en'] as const

/**
 * Puts the brand of the sign-in page into index.html: it is painted with the style sheet, while the scripts are still on
 * their way. Its looks stand in theme/brand.css, its words where all words stand.
 */
export function launch(words: URL): Plugin {
  const said = (key: 'name' | 'slogan'): string =>
    languages
      .map((language) => {
        const texts = JSON.parse(readFileSync(new URL(`${language}/app.json`, words), 'utf8')) as Record<
          string,
          unknown
        >
        return `<span lang="${language}">${String(texts[key])}</span>`
      })
      .join('')
  return {
    name: 'soroka-launch',
    transformIndexHtml: (html) =>
      html.replace(
        place,
        () => `<div id="launch" class="brand-page" aria-hidden="true">
      <div class="brand-ink"><div class="brand">
        <img class="brand-logo" src="/logo.svg" alt="" width="56" height="56" />
        <p class="brand-wordmark">${said('name')}</p>
        <p class="brand-slogan">${said('slogan')}</p>
      </div></div>
      <div class="brand-sheet"></div>
    </div>`,
      ),
  }
}
