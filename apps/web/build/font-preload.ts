import type { Plugin } from 'vite'

/** Asks the browser for the two font files of every screen before the style sheet names them. */
export function fontPreload(names: string[]): Plugin {
  return {
    name: 'soroka-font-preload',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.keys(context.bundle ?? {}).filter((file) =>
          names.some((name) => file.includes(`/${name}-`)),
        )
        return files.map((file) => ({
          tag: 'link',
          injectTo: 'head-prepend' as const,
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
        }))
      },
    },
  }
}
