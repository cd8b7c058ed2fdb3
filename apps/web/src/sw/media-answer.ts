import { type ErrorCode, errorTable, SorokaError } from '@soroka/protocol'
import { readRange } from './byte-range.ts'
import { plainBytes, type Reading } from './plain-bytes.ts'
import type { OpenSource } from './talk.ts'

const PLAYED = /^(audio|video)\/[\w.+-]+(; *codecs="?[\w., -]+"?)?$/

/** What bytes from elsewhere may do in our origin: nothing (S11). */
const SEALED_OFF = {
  'accept-ranges': 'bytes',
  'cache-control': 'no-store',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

export interface Telling {
  failed(code: ErrorCode): void
  /** Bytes that were handed over; `done` when there will be no more, for whatever reason. */
  gave(bytes: number, done: boolean): void
}

/** The answer to a player, or to a download: opened bytes as they are wanted, from the place that was asked for. */
export async function mediaAnswer(
  range: string | null,
  reading: Reading,
  stop: () => void,
  tell: Telling,
): Promise<Response> {
  let source
  try {
    source = (await reading.open(false)).source
  } catch (error) {
    return refusal(codeOf(error), tell)
  }
  const { size } = source
  const wanted = source.save ? null : readRange(range, size)
  if (wanted === 'none') {
    const headers = { ...SEALED_OFF, 'content-range': `bytes */${size}` }
    return new Response(null, { status: 416, headers })
  }
  const { from, to } = wanted ?? { from: 0, to: size }
  const headers = new Headers({ ...SEALED_OFF, ...kindOf(source), 'content-length': String(to - from) })
  if (wanted) headers.set('content-range', `bytes ${from}-${to - 1}/${size}`)
  const body = streamOf(plainBytes(reading, { from, to }), stop, tell)
  return new Response(body, { status: wanted ? 206 : 200, headers })
}

function kindOf({ save, type, name }: OpenSource): Record<string, string> {
  if (!save) return { 'content-type': PLAYED.test(type) ? type : 'application/octet-stream' }
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encoded}`,
  }
}

function streamOf(bytes: AsyncGenerator<Uint8Array>, stop: () => void, tell: Telling): ReadableStream<Uint8Array> {
  let given = 0
  let over = false
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await bytes.next()
          // The player went elsewhere while these were opened.
          if (over) return
          given += value?.length ?? 0
          if (done) controller.close()
          else controller.enqueue(value)
          tell.gave(given, done === true)
        } catch (error) {
          if (over) return
          if (!isAbort(error)) tell.failed(codeOf(error))
          tell.gave(given, true)
          controller.error(error)
        }
      },
      cancel() {
        over = true
        stop()
        void bytes.return(undefined)
        tell.gave(given, true)
      },
    },
    // What nobody asked for is not opened.
    { highWaterMark: 0 },
  )
}

function refusal(code: ErrorCode, tell: Telling): Response {
  tell.failed(code)
  return new Response(null, { status: errorTable[code][0], headers: SEALED_OFF })
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof SorokaError ? error.code : 'INTERNAL'
}
