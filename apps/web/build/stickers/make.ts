/** Draws the stickers of the magpie into src/features/stickers/art. Run by hand when a pose changes. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { poses } from './poses.ts'

const folder = fileURLToPath(new URL('../../src/features/stickers/art/', import.meta.url))
mkdirSync(folder, { recursive: true })
for (const [name, draw] of Object.entries(poses)) writeFileSync(`${folder}${name}.svg`, draw())
