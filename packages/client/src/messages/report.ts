import { type ChatId, limits, type MsgId, SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { Engine } from '../engine/engine.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Complaint } from '../types.ts'
import { targetOf } from './annotate.ts'

/**
 * Shows messages of one author to those who run the server, each with its last words and what proves them (E88). Envelopes
 * are not kept here: the server's rows are opened once more.
 * @returns false: I reported this message before
 */
export async function report(engine: Engine, chat: ChatId, { messages, reason, words }: Complaint): Promise<boolean> {
  if (messages.length === 0 || messages.length > limits.reportMessages)
    throw new SorokaError('BAD_REQUEST', { field: 'messages' })
  const disclosures: string[] = []
  for (const id of messages) disclosures.push(...(await discloseShown(engine, chat, id)))
  const said = words === undefined || words.trim() === '' ? {} : { words: words.trim() }
  return (await engine.api.reports.make({ chat, reason, disclosures, ...said })).reported
}

/** A message, and its newest edit if it has one. */
async function discloseShown(engine: Engine, chat: ChatId, id: MsgId): Promise<string[]> {
  const row = await targetOf(engine, chat, id)
  const edit = (await engine.messages.about(row)).edits.at(-1)
  const rows = edit === undefined ? [row] : [row, edit]
  return Promise.all(rows.map((one) => disclose(engine, chat, one)))
}

async function disclose(engine: Engine, chat: ChatId, { seq, state }: MessageRow): Promise<string> {
  if (state !== 'sent') throw new SorokaError('NOT_FOUND')
  const page = await engine.api.messages.list({ chat, after: `${seq - 1}`, limit: '1' })
  const [found] = page.rows
  if (found?.seq !== seq || found.envelope === undefined) throw new SorokaError('TARGET_GONE')
  return toBase64url(await engine.epochs.disclose(chat, fromBase64url(found.envelope)))
}
