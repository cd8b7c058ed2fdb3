import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { encodeBody } from '@soroka/protocol/records'
import { hasCode } from '../api/api-errors.ts'
import type { Api } from '../api/api.ts'
import type { Epochs } from '../epochs/epochs.ts'

/**
 * The epoch moved past some of them: they are sealed again under the same ids (R8). For the leading tab, whenever the
 * server says that one is held, and after each connection.
 */
export async function sealHeldAgain({ api, epochs }: { api: Api; epochs: Epochs }): Promise<void> {
  for (const { chat, held, envelope } of (await api.messages.scheduled()).messages) {
    if (!held) continue
    const opening = await epochs.open(chat, fromBase64url(envelope))
    if (opening.is !== 'opened' || opening.body === null) continue
    const { header, body } = opening
    const again = await epochs.seal(chat, {
      id: header.msgId,
      kind: header.kind,
      ext: header.ext,
      body: encodeBody(body),
    })
    if (again !== null) await offer(api, toBase64url(again))
  }
}

/** One that may not be sent any more stays held, for its author to look at, and keeps none of the others. */
async function offer(api: Api, envelope: string): Promise<void> {
  try {
    await api.messages.schedule({ envelope })
  } catch (error) {
    if (!hasCode(error, 'NOT_A_MEMBER', 'FORBIDDEN', 'NOT_ACCEPTING', 'ENVELOPE_INVALID')) throw error
  }
}
