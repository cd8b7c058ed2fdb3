/** Makes the PNG icons from the SVG logos with rsvg-convert (Debian: librsvg2-bin). Run by hand when a logo changes. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../public/', import.meta.url))

const icons = [
  ['logo.svg', 'icon-32.png', 32],
  ['logo.svg', 'icon-192.png', 192],
  ['logo.svg', 'icon-512.png', 512],
  ['logo-maskable.svg', 'maskable-192.png', 192],
  ['logo-maskable.svg', 'maskable-512.png', 512],
  // Android shows its shape only.
  ['logo-mono.svg', 'badge-96.png', 96],
  // iOS rounds the corners itself: the full-bleed picture.
  ['logo-maskable.svg', 'apple-touch-icon.png', 180],
] as const

for (const [source, target, size] of icons)
  execFileSync('rsvg-convert', [
    '-w',
    String(size),
    '-h',
    String(size),
    '-o',
    `${folder}icons/${target}`,
    `${folder}${source}`,
  ])
