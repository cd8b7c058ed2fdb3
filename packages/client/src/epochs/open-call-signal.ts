import { openSignal, readSignal, type SignalResult } from '@soroka/crypto'
import type { CallId, ChatId } from '@soroka/protocol'
import { type Bytes, fromBase64url, RecordError } from '@soroka/protocol/bytes'
import type { LocalAccount } from '../auth/local-account.ts'
import { isOffline } from '../api/api-errors.ts'
import { type OpeningDeps, withEpoch } from './with-epoch.ts'

/** A signal and where it came from: the call of a chat. */
export interface CameSignal {
  chat: ChatId
  call: CallId
  /** base64url */
  signal: string
}

export type OpenedSignal = Extract<SignalResult, { ok: true }>

/** Opens a signal for this device, pulling epochs and chains that it needs. Null for all that is not to be believed. */
export async function openCallSignal(
  deps: OpeningDeps,
  self: LocalAccount['self'],
  { chat, call, signal: text }: CameSignal,
): Promise<OpenedSignal | null> {
  const signal = decodeText(text)
  const header = signal === null ? undefined : readSignal(signal)?.header
  if (signal === null || header === undefined || header.chat !== chat || header.call !== call) return null
  const named = { chat, epoch: header.epoch, sender: header.from.user }
  try {
    const result = await withEpoch(deps, named, (epoch, key, chains, head) =>
      openSignal({ signal, epoch, head, key, chains, call, self }),
    )
    return result !== 'waiting' && result.ok ? result : null
  } catch (error) {
    if (isOffline(error)) return null
    throw error
  }
}

function decodeText(text: string): Bytes | null {
  try {
    return fromBase64url(text)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
