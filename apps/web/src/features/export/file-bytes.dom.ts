import type { AttachmentView, MessageView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { mediaAddress } from '../media/index.ts'

/** Bytes; larger files flow through the service worker instead of memory. */
const streamed = 50_000_000

/** What can't be had by trying again. */
const lost = new Set(['NOT_FOUND', 'FILE_GONE', 'FILE_BROKEN'])

/** A file of a message, opened; null when it is lost. Throws when it can't be had now, as without a network. */
export async function fileBytes(
  { chat, id }: Pick<MessageView, 'chat' | 'id'>,
  file: AttachmentView,
): Promise<Blob | ReadableStream<Uint8Array> | null> {
  if (file.size > streamed) {
    const address = await mediaAddress({ chat, message: id, file }, false, { failed: () => undefined })
    const answer = address && (await fetch(address.url))
    if (answer?.ok && answer.body) return answer.body.pipeThrough(closing(() => address?.close()))
    address?.close()
  }
  try {
    return await engine.files.read(chat, id, file.id)
  } catch (error) {
    if (error instanceof EngineError && lost.has(error.code)) return null
    throw error
  }
}

/** Lets everything through, and runs something at its end. */
function closing(done: () => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array> {
  return new TransformStream({ flush: done })
}
