import { chunkPlace, chunksOf, FILE_CHUNK, fileKeys, sealChunk } from '@soroka/crypto/file'
import { type FileId, SorokaError } from '@soroka/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { mediaAnswer } from './media-answer.ts'
import type { Reading } from './plain-bytes.ts'
import { Sources } from './sources.ts'
import type { OpenSource, SourceAnswer } from './talk.ts'

const id = 'AAAAAAAAAAAAAAAAAAAAAA' as FileId
const secret = new Uint8Array(32).fill(7)
const size = 20 * FILE_CHUNK + 1000
const plain = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 251)
let sealed: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  const keys = await fileKeys(secret, id, size)
  const chunks = Array.from({ length: chunksOf(size) }, async (_, index) => {
    const { from, to } = chunkPlace(size, index)
    return sealChunk(keys, index, plain.slice(from, to))
  })
  sealed = new Uint8Array(await new Blob(await Promise.all(chunks)).arrayBuffer())
})

/** A server with the sealed bytes, and what it was asked for. */
class Shop {
  asked: string[] = []
  bytes = 0
  /** Answers one request otherwise. */
  next: (() => Response)[] = []
  stored = sealed

  readonly fetch: typeof globalThis.fetch = async (url, init) => {
    init?.signal?.throwIfAborted()
    const range = new Headers(init?.headers).get('range') ?? ''
    this.asked.push(`${url instanceof Request ? url.url : url.toString()} ${range}`)
    const other = this.next.shift()
    if (other) return other()
    const [from = 0, last = 0] = range.replace('bytes=', '').split('-').map(Number)
    this.bytes += last + 1 - from
    return new Response(this.stored.slice(from, last + 1), { status: 206 })
  }
}

const base: OpenSource = {
  id,
  secret,
  size,
  type: 'video/mp4',
  name: 'Поход (1).mp4',
  url: '/one',
  until: Number.MAX_SAFE_INTEGER,
  save: false,
}

function player(shop: Shop, source: Partial<OpenSource> = {}, tell: SourceAnswer[] = []) {
  const sources = new Sources(() => 1_000_000)
  const stop = new AbortController()
  const asks = { count: 0 }
  const ask = async () => {
    asks.count++
    return tell.shift() ?? { source: { ...base, ...source } }
  }
  const reading: Reading = {
    open: (fresh) => sources.open('token', ask, fresh),
    fetch: shop.fetch,
    signal: stop.signal,
    pause: async () => undefined,
  }
  const failures: string[] = []
  const get = (range: string | null) =>
    mediaAnswer(range, reading, () => stop.abort(), { failed: (code) => failures.push(code), gave: () => undefined })
  return { get, failures, asks, stop }
}

const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer())

describe('E48 what a player gets', () => {
  test.each([
    ['bytes=0-', 0, size],
    ['bytes=0-1', 0, 2],
    [`bytes=${FILE_CHUNK - 3}-${FILE_CHUNK + 4}`, FILE_CHUNK - 3, FILE_CHUNK + 5],
    [`bytes=${size - 10}-`, size - 10, size],
    ['bytes=-500', size - 500, size],
    [`bytes=${17 * FILE_CHUNK}-${size + 5}`, 17 * FILE_CHUNK, size],
  ])('%s', async (range, from, to) => {
    const answer = await player(new Shop()).get(range)
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${size}`)
    expect(answer.headers.get('content-length')).toBe(String(to - from))
    expect(Buffer.compare(await bytesOf(answer), plain.subarray(from, to))).toBe(0)
  })

  test('all of it without a range, and nothing behind the end', async () => {
    const { get } = player(new Shop())
    const whole = await get(null)
    expect(whole.status).toBe(200)
    expect(Buffer.compare(await bytesOf(whole), plain)).toBe(0)
    const behind = await get(`bytes=${size}-`)
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${size}`])
  })

  test('what nobody reads is not fetched, and a seek ends what flows', async () => {
    const shop = new Shop()
    const { get, stop } = player(shop)
    const reader = (await get('bytes=0-')).body?.getReader()
    expect(shop.asked).toEqual([])
    await reader?.read()
    expect(shop.asked).toHaveLength(1)
    expect(shop.bytes).toBeLessThan(size)
    await reader?.cancel()
    expect(stop.signal.aborted).toBe(true)
    expect(shop.asked).toHaveLength(1)
  })

  test('E49 a file that lies on this device needs no network', async () => {
    const shop = new Shop()
    const answer = await player(shop, { url: '', sealed: new Blob([sealed]) }).get('bytes=300000-')
    expect(Buffer.compare(await bytesOf(answer), plain.subarray(300_000))).toBe(0)
    expect(shop.asked).toEqual([])
  })
})

describe('what goes wrong', () => {
  test('a player that leaves while a kept file is opened has met no failure', async () => {
    const { get, failures } = player(new Shop(), { url: '', sealed: new Blob([sealed]) })
    const reader = (await get('bytes=0-')).body?.getReader()
    const first = reader?.read()
    await reader?.cancel()
    await first
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(failures).toEqual([])
  })

  test('E45 a changed chunk ends the stream with its name, and shows no byte of it', async () => {
    const shop = new Shop()
    shop.stored = sealed.slice()
    shop.stored[3 * (FILE_CHUNK + 16) + 5] = (shop.stored[3 * (FILE_CHUNK + 16) + 5] ?? 0) ^ 1
    const { get, failures } = player(shop)
    const reader = (await get('bytes=0-')).body?.getReader()
    for (let n = 0; n < 3; n++) expect((await reader?.read())?.done).toBe(false)
    await expect(reader?.read()).rejects.toBeInstanceOf(SorokaError)
    expect(failures).toEqual(['FILE_BROKEN'])
  })

  test('a line that breaks is taken up at the byte where it broke', async () => {
    const shop = new Shop()
    const half = sealed.slice(0, 2 * (FILE_CHUNK + 16) + 99)
    shop.next = [() => new Response(half, { status: 206 }), () => Response.error()]
    const { get, failures } = player(shop)
    expect(Buffer.compare(await bytesOf(await get('bytes=0-')), plain)).toBe(0)
    expect(shop.asked[2]).toMatch(new RegExp(` bytes=${2 * (FILE_CHUNK + 16)}-`))
    expect(failures).toEqual([])
  })

  test('a link that is over is asked for anew, whether its time says so or the server', async () => {
    const shop = new Shop()
    const over = player(shop, { url: '/two' }, [{ source: { ...base, until: 1_000_001 } }])
    await bytesOf(await over.get('bytes=0-9'))
    expect([over.asks.count, shop.asked.at(-1)?.split(' ')[0]]).toEqual([2, '/two'])
    shop.next = [() => new Response(null, { status: 404 })]
    const refused = player(shop, { url: '/two' }, [{ source: base }])
    await bytesOf(await refused.get('bytes=0-9'))
    expect([refused.asks.count, refused.failures]).toEqual([2, []])
  })

  test('a file that is gone is no endless asking', async () => {
    const shop = new Shop()
    shop.next = Array.from({ length: 9 }, () => () => new Response(null, { status: 404 }))
    const { get, failures, asks } = player(shop)
    await expect(bytesOf(await get('bytes=0-9'))).rejects.toThrow()
    expect([failures, asks.count]).toEqual([['NOT_FOUND'], 2])
  })

  test('a page that does not know the address gets a plain refusal', async () => {
    const { get, failures } = player(new Shop(), {}, [{ code: 'NOT_FOUND' }])
    expect((await get('bytes=0-')).status).toBe(404)
    expect(failures).toEqual(['NOT_FOUND'])
  })
})

describe('S11 nothing of it runs in our origin', () => {
  test.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'video/mp4<script>', 'audio/mpeg\r\nx: y'])(
    '%s is bytes',
    async (type) => {
      const { headers } = await player(new Shop(), { type }).get('bytes=0-9')
      expect(headers.get('content-type')).toBe('application/octet-stream')
    },
  )

  test('every answer is walled off and kept nowhere', async () => {
    const { get } = player(new Shop(), {}, [{ source: base }, { source: base }])
    for (const { headers } of [await get('bytes=0-9'), await get(`bytes=${size}-`)]) {
      expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  test('what is saved is a download of its own name, whole', async () => {
    const shop = new Shop()
    const answer = await player(shop, { save: true, type: 'text/html' }).get('bytes=5-9')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('Поход ')}%281%29.mp4`,
    )
    expect(Buffer.compare(await bytesOf(answer), plain)).toBe(0)
    expect(shop.asked).toHaveLength(1)
  })
})
