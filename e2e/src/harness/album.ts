import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, onTestFailed } from 'vitest'
import type { Person } from './person.ts'

const album = path.resolve(import.meta.dirname, '../../../docs/pictures')

/** Saves a picture for the README when SCREENSHOTS is set; stories run the same without it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return
  await mkdir(album, { recursive: true })
  await page.screenshot({ path: path.join(album, `${name}.png`) })
}

/** What the screens of these people showed when a story failed, beside the stories and ignored by git. */
export async function keepFailure(people: readonly Person[]): Promise<void> {
  const folder = path.resolve(import.meta.dirname, '../../failures')
  await mkdir(folder, { recursive: true })
  for (const { page, look, name } of people)
    if (!page.isClosed())
      await page.screenshot({ path: path.join(folder, `${Date.now()}-${look.width}-${look.scheme}-${name}.png`) })
}

/** The same for each story of the `describe` around it. */
export function keepFailures(people: () => readonly Person[]): void {
  beforeEach(() => {
    onTestFailed(() => keepFailure(people()))
  })
}
