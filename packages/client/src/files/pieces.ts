import type { Bytes } from '@soroka/protocol/bytes'

/** More than a line brings at once. */
const ROOM = 262_144

/**
 * What a body brings, piece by piece; each is good until the next one is asked for. Where the browser can, they all lie in the
 * same memory: a gigabyte of pieces that are thrown away stays until somebody sweeps.
 */
export async function* piecesOf(body: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
  const own = readerInto(body)
  if (own === null) return yield* body
  let room: ArrayBuffer = new ArrayBuffer(ROOM)
  try {
    for (;;) {
      const { value, done } = await own.read(new Uint8Array(room))
      if (done) return
      yield value
      room = value.buffer
    }
  } finally {
    await own.cancel().catch(() => undefined)
  }
}

/** Null where the browser gives pieces of its own alone (older Safaris). */
function readerInto(body: ReadableStream<Bytes>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' })
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
