import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/**
 * The first `limit` bytes of a body, unpacked. Stops as soon as it has them: what a small packed body would swell to is
 * never in memory, and a packed one that never yields anything ends at the same count.
 * @throws on a packing that was not asked for, and on a broken body
 */
export async function readBody(
  response: IncomingMessage,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  const unpack = unpacker(response.headers['content-encoding'] ?? 'identity')
  const body: Readable = unpack === undefined ? response : response.pipe(unpack)
  if (unpack !== undefined) {
    let packed = 0
    response.on('error', (error) => unpack.destroy(error))
    response.on('data', (part: Buffer) => {
      packed += part.length
      if (packed > limit) unpack.destroy(new Error('packed larger than the limit'))
    })
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    parts.push(part.subarray(0, limit - size))
    size += part.length
    if (size > limit) return { bytes: Buffer.concat(parts), isWhole: false }
  }
  return { bytes: Buffer.concat(parts), isWhole: true }
}

function unpacker(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
      return undefined
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new Error('an encoding that was not asked for')
  }
}
