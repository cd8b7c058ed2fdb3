import { type ChatId, SorokaError } from '@soroka/protocol'
import type { Epochs, WritableHead } from '../epochs/epochs.ts'

/** What is sealed in a call, under the chat's newest epoch. @throws SorokaError KEY_CHANGED: a person must look first */
export async function underHead<T>(
  epochs: Pick<Epochs, 'withHead'>,
  chat: ChatId,
  seal: (head: WritableHead) => Promise<T>,
): Promise<T> {
  const sealed = await epochs.withHead(chat, seal)
  if (sealed === null) throw new SorokaError('KEY_CHANGED')
  return sealed
}
