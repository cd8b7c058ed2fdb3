import { askEngine, keepWorker } from './page-engine.ts'
import type { Person } from './person.ts'

/** Keeps the engine's worker at hand, so that a story can say more than fingers can type. */
export async function keepEngine({ page }: Person): Promise<void> {
  await page.addInitScript(keepWorker)
  await page.reload()
}

/** Sends many messages to the open chat, as the page itself asks its engine to. */
export async function talk({ page }: Person, texts: readonly string[]): Promise<void> {
  const chat = new URL(page.url()).pathname.split('/').at(-1)
  for (const text of texts) await askEngine(page, ['messages', 'send'], [chat, text])
}
