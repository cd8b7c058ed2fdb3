import type { Plugin, Rollup } from 'vite'

const place = '<!-- early half -->'

interface Parts {
  /** Modules that each half of the app is loaded by; `*` stands for the language. */
  readonly halves: Readonly<Record<'outside' | 'inside', readonly string[]>>
  /** Fonts that the first screen is drawn with, by language. */
  readonly fonts: Readonly<Record<string, readonly string[]>>
}

/**
 * Puts into the page what each half of the app consists of, so that the one that will be shown is on its way beside the entry and
 * not after it. Which one that is, and in which language, is known by then: `soroka.known` and the page's `lang`.
 */
export function earlyHalf({ halves, fonts }: Parts): Plugin {
  return {
    name: 'soroka-early-half',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, chunk: entry }) {
        if (bundle === undefined || entry === undefined) return html
        const fontFile = (font: string): string => {
          const file = Object.keys(bundle).find((name) => name.includes(`/${font}-`))
          if (file === undefined) throw new Error(`There is no font ${font}`)
          return file
        }
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk')
        const here = reach(entry, bundle)
        const filesOf = (modules: readonly string[], language: string): string[] => {
          const wanted = modules.map((module) => `/src/${module.replace('*', language)}`)
          const found = chunks.filter(({ facadeModuleId }) => wanted.some((end) => facadeModuleId?.endsWith(end)))
          if (found.length !== wanted.length) throw new Error(`There is no chunk for one of ${wanted.join(', ')}`)
          const names = (fonts[language] ?? []).map(fontFile)
          const reached = new Set(found.flatMap((chunk) => [...reach(chunk, bundle)]))
          return [...names, ...reached].filter((file) => !here.has(file))
        }
        const lists = Object.fromEntries(
          Object.entries(halves).map(([half, modules]) => [
            half,
            Object.fromEntries(Object.keys(fonts).map((language) => [language, filesOf(modules, language)])),
          ]),
        )
        // Before the style sheet: scripts behind one wait for it.
        return html.replace(place, () => `<script>(${script})(${JSON.stringify(lists)})</script>`)
      },
    },
  }
}

/** The files that a chunk can't run without, its own among them. */
function reach(chunk: Rollup.OutputChunk, bundle: Rollup.OutputBundle): Set<string> {
  const files = new Set<string>()
  const visit = (file: string) => {
    const one = bundle[file]
    if (files.has(file) || one?.type !== 'chunk') return
    files.add(file)
    for (const style of one.viteMetadata?.importedCss ?? []) files.add(style)
    for (const next of one.imports) visit(next)
  }
  visit(chunk.fileName)
  return files
}

/** Runs in the page, behind the script of index.html that sets its language. */
const script = `function (halves) {
  if (location.pathname.startsWith('/join/')) return
  var half = 'outside'
  try {
    if (localStorage.getItem('soroka.known') === 'yes') half = 'inside'
  } catch {}
  var kinds = { css: 'style', woff2: 'font' }
  halves[half][document.documentElement.lang].forEach(function (file) {
    var kind = kinds[file.split('.').pop()]
    var link = document.createElement('link')
    link.rel = kind ? 'preload' : 'modulepreload'
    if (kind) link.as = kind
    link.crossOrigin = ''
    link.href = '/' + file
    document.head.append(link)
  })
}`
