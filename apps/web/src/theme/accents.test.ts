import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accents } from '../features/account/accent.dom.ts'

const css = readFileSync(new URL('accents.css', import.meta.url), 'utf8')
/** What an accent stands on, from theme.ts: the panes, the message area, and words of the second rank on a chosen row. */
const grounds = {
  light: { bg: '#ffffff', canvas: '#ecf0f0', text2: '#526066' },
  dark: { bg: '#12181c', canvas: '#0c1114', text2: '#a3b1b6' },
}

function tokens(scheme: string, accent: string): Record<string, string> {
  const rule = new RegExp(`'${scheme}'\\] \\[data-accent='${accent}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return Object.fromEntries(
    [...rule.matchAll(/--sk-([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  )
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test.each(accents.flatMap((accent) => (['light', 'dark'] as const).map((scheme) => ({ accent, scheme }))))(
  'words in $accent can be read, $scheme',
  ({ accent, scheme }) => {
    const { accent: colour = '', 'accent-soft': soft = '', 'on-accent': on = '' } = tokens(scheme, accent)
    const { bg, canvas, text2 } = grounds[scheme]
    for (const [one, other] of [
      [colour, bg],
      [colour, canvas],
      [colour, soft],
      [text2, soft],
      [on, colour],
    ] as const)
      expect(contrast(one, other), `${one} on ${other}`).toBeGreaterThanOrEqual(4.5)
  },
)
