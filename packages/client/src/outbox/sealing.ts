import { type Bytes, RecordError, utf8Decode } from '@soroka/protocol/bytes'
import {
  decodeBody,
  encodeBody,
  filesOf,
  type HeaderOptions,
  KIND,
  needsTarget,
  readBodyOptions,
  writeHeaderOptions,
} from '@soroka/protocol/records'
import type { Sealing } from '../epochs/seal-row.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { bodyPlace } from '../messages/bodies.ts'

/** A row of the outbox as it is to be sealed; null when its body doesn't open any more. */
export async function sealingOf(row: MessageRow, vault: Vault): Promise<Sealing | null> {
  const { id, kind = KIND.text, target } = row
  const plain = row.body === undefined ? null : await vault.open(bodyPlace(row), row.body)
  if (plain === null || id === undefined) return null
  try {
    const body = row.form === 2 ? plain : encodeBody({ type: KIND.text, text: utf8Decode(plain), ext: [] })
    const sealing = { id, kind, body, ext: writeHeaderOptions(clearPart(row, body)) }
    return needsTarget(kind) && target !== undefined ? { ...sealing, target } : sealing
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

/** What stands in clear: whom it calls, as the body says, when it is to be sent, and whether quietly. */
function clearPart({ silent, sendAt }: MessageRow, body: Bytes): HeaderOptions {
  const { mentions = [], callsAll = false, attachments = [] } = readBodyOptions(decodeBody(body).ext)
  const users = [...new Set(mentions.map(({ user }) => user))]
  return { notify: { all: callsAll, users }, files: filesOf(attachments), silent, sendAt }
}
