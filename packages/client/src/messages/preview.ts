import { SorokaError } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import { hasCode, isOffline } from '../api/api-errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { PreviewSource } from '../types.ts'
import { readChoices } from '../vault/choices.ts'

/** Asks the server for what stands behind a link, if the person allowed that once (R19). */
export async function lookBehind(engine: Engine, url: string): Promise<PreviewSource | null> {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol))
    throw new SorokaError('BAD_REQUEST', { field: 'url' })
  if ((await readChoices(engine.settings)).linkPreviews !== true) return null
  try {
    const { url: final, type, body } = await engine.api.messages.preview({ url: parsed.href })
    return { url: final, type, bytes: fromBase64url(body) }
  } catch (error) {
    if (hasCode(error, 'PREVIEW_FAILED', 'FORBIDDEN') || isOffline(error)) return null
    throw error
  }
}
