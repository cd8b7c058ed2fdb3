import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { UserId } from '@soroka/protocol'
import { countsAsMessage, encodeBody, type EnvelopeHeader, readHeaderOptions } from '@soroka/protocol/records'
import { hasCode } from '../api/api-errors.ts'
import type { Api } from '../api/api.ts'
import type { Epochs } from '../epochs/epochs.ts'

interface Deps {
  api: Pick<Api, 'messages'>
  epochs: Pick<Epochs, 'open' | 'seal'>
  account: { self: { user: UserId } }
}

/** Mine, and meant to wait: nobody puts another's words, or old ones of mine, into my mouth as held ones. */
export function waitsForMe(self: UserId, { sender, kind, ext }: EnvelopeHeader): boolean {
  return sender === self && countsAsMessage(kind) && readHeaderOptions(ext).sendAt !== undefined
}

/**
 * The epoch moved past some of them: they are sealed again under the same ids (R8). For the leading tab, whenever the
 * server says that one is held, and after each connection.
 */
export async function sealHeldAgain({ api, epochs, account }: Deps): Promise<void> {
  for (const { chat, held, envelope } of (await api.messages.scheduled()).messages) {
    if (!held) continue
    const opening = await epochs.open(chat, fromBase64url(envelope))
    if (opening.is !== 'opened' || opening.body === null || !waitsForMe(account.self.user, opening.header)) continue
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
async function offer(api: Deps['api'], envelope: string): Promise<void> {
  try {
    await api.messages.schedule({ envelope })
  } catch (error) {
    if (!hasCode(error, 'NOT_A_MEMBER', 'FORBIDDEN', 'NOT_ACCEPTING', 'ENVELOPE_INVALID')) throw error
  }
}
