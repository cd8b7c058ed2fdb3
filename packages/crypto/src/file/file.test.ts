import type { FileId } from '@soroka/protocol'
import { type Bytes, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { describe, expect, it } from 'vitest'
import { FileHash, type FileKeys, fileKeys, FILE_CHUNK, openChunk, rangeOf, sealChunk, sealedSize } from './index.ts'
import { chunkPlace, chunksOf } from './index.ts'
import vectors from './file-v1.json' with { type: 'json' }

const id = (n: number) => toBase64url(new Uint8Array(16).fill(n)) as FileId
const secret = new Uint8Array(32).fill(7)

/** Bytes that tell their place. */
function patterned(size: number): Bytes {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >>> 8)) & 255
  return bytes
}

async function sealAll(keys: FileKeys, plain: Bytes): Promise<Bytes[]> {
  const chunks = Array.from({ length: chunksOf(plain.length) }, (_, i) => chunkPlace(plain.length, i))
  return Promise.all(chunks.map(({ from, to }, i) => sealChunk(keys, i, plain.slice(from, to))))
}

/** What a reader gets who trusts nothing but the keys; null as soon as something is amiss. */
async function openAll(keys: FileKeys, sealed: readonly Bytes[]): Promise<Bytes | null> {
  if (sealed.length !== chunksOf(keys.size)) return null
  const parts = await Promise.all(sealed.map((chunk, i) => openChunk(keys, i, chunk)))
  if (parts.includes(null)) return null
  return new Uint8Array(await new Blob(parts.filter((part) => part !== null)).arrayBuffer())
}

async function hashOf(plain: Bytes): Promise<string> {
  const hash = new FileHash()
  for (let i = 0; i < chunksOf(plain.length); i++) {
    const { from, to } = chunkPlace(plain.length, i)
    hash.add(plain.slice(from, to))
  }
  return toBase64url(await hash.digest())
}

const SIZES = [0, 1, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 1, 3 * FILE_CHUNK, 3 * FILE_CHUNK + 1000]

it.each(SIZES)('E45 a file of %i bytes opens to what was sealed, in the size that was foretold', async (size) => {
  const plain = patterned(size)
  const keys = await fileKeys(secret, id(1), size)
  const sealed = await sealAll(keys, plain)
  expect(sealed.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(sealedSize(size))
  expect(toBase64url((await openAll(keys, sealed)) ?? new Uint8Array(1)) === toBase64url(plain)).toBe(true)
})

it('E45 what version 1 sealed is sealed the same, byte for byte', async () => {
  for (const { size, secret: of, id: file, hash, fileHash } of vectors) {
    const keys = await fileKeys(fromBase64url(of), file as FileId, size)
    const sealed = await new Blob(await sealAll(keys, patterned(size))).arrayBuffer()
    expect(toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', sealed)))).toBe(hash)
    expect(await hashOf(patterned(size))).toBe(fileHash)
  }
})

describe('E46 what is not the file as it was sealed does not open', () => {
  const size = 3 * FILE_CHUNK + 1000
  const plain = patterned(size)

  async function sealed() {
    const keys = await fileKeys(secret, id(1), size)
    return { keys, chunks: await sealAll(keys, plain) }
  }

  it('a bit anywhere', async () => {
    const { keys, chunks } = await sealed()
    for (let round = 0; round < 40; round++) {
      const at = Math.floor(Math.random() * chunks.length)
      const changed = new Uint8Array(chunks[at] ?? [])
      const byte = Math.floor(Math.random() * changed.length)
      changed[byte] = (changed[byte] ?? 0) ^ (1 << (round % 8))
      expect(await openChunk(keys, at, changed)).toBe(null)
    }
  })

  it('any other order', async () => {
    const { keys, chunks } = await sealed()
    for (const [at, chunk] of chunks.entries())
      for (let other = 0; other < chunks.length + 1; other++)
        expect((await openChunk(keys, other, chunk)) !== null).toBe(other === at)
  })

  it('cut short, at the end of a chunk or within one', async () => {
    const { keys, chunks } = await sealed()
    expect(await openAll(keys, chunks.slice(0, -1))).toBe(null)
    const first = chunks[0] ?? new Uint8Array()
    expect(await openChunk(keys, 0, first.slice(0, 1000))).toBe(null)
    expect(await openChunk(keys, 0, new Uint8Array())).toBe(null)
  })

  it('a shorter file made of its beginning, even by one who tells another size', async () => {
    const { chunks } = await sealed()
    const shorter = await fileKeys(secret, id(1), 3 * FILE_CHUNK)
    for (let at = 0; at < 3; at++) expect(await openChunk(shorter, at, chunks[at] ?? new Uint8Array())).toBe(null)
  })

  it('more behind the end', async () => {
    const { keys } = await sealed()
    const more = await fileKeys(secret, id(1), size + FILE_CHUNK)
    expect(await openChunk(keys, 4, await sealChunk(more, 4, plain.slice(0, 1000)))).toBe(null)
  })

  it('a chunk of another file, though the secret is the same', async () => {
    const { keys } = await sealed()
    const other = await fileKeys(secret, id(2), size)
    const [first] = await sealAll(other, plain)
    expect(await openChunk(keys, 0, first ?? new Uint8Array())).toBe(null)
  })
})

it('E46 the hash of a file is another when any of its bytes or their order is', async () => {
  // The pattern begins anew with each chunk: a sign makes the second one another.
  const plain = patterned(2 * FILE_CHUNK + 5)
  plain[FILE_CHUNK] = 1
  const changed = plain.slice()
  changed[FILE_CHUNK + 3] = 0
  const swapped = new Uint8Array([
    ...plain.subarray(FILE_CHUNK, 2 * FILE_CHUNK),
    ...plain.subarray(0, FILE_CHUNK),
    ...plain.subarray(2 * FILE_CHUNK),
  ])
  const hashes = await Promise.all([plain, changed, swapped, plain.slice(0, 2 * FILE_CHUNK)].map(hashOf))
  expect(new Set(hashes).size).toBe(4)
})

it('E47 no nonce is used twice under a key', async () => {
  // Two chunks with the same nonce would show the difference of their contents: equal contents, equal bytes.
  const keys = await fileKeys(secret, id(1), 3 * FILE_CHUNK)
  const same = new Uint8Array(FILE_CHUNK)
  const sealed = await Promise.all([0, 1, 2].map((i) => sealChunk(keys, i, same)))
  expect(new Set(sealed.map((chunk) => toBase64url(chunk.subarray(0, 64)))).size).toBe(3)
  const [one, two] = await Promise.all([fileKeys(secret, id(1), 1), fileKeys(secret, id(2), 1)])
  expect(toBase64url(one.prefix)).not.toBe(toBase64url(two.prefix))
})

it('E48 any stretch is found in its chunks', async () => {
  for (const size of SIZES) {
    const plain = patterned(size)
    const keys = await fileKeys(secret, id(1), size)
    const sealed = await new Blob(await sealAll(keys, plain)).bytes()
    for (let round = 0; round < 30; round++) {
      const offset = Math.floor(Math.random() * (size + 2))
      const length = Math.floor(Math.random() ** 3 * (size + 2))
      const range = rangeOf(size, offset, length)
      const expected = plain.slice(offset, offset + length)
      if (range === null) {
        expect(expected.length).toBe(0)
        continue
      }
      const { first, last, from, to, skip } = range
      const parts: Bytes[] = []
      let at = from
      for (let index = first; index <= last; index++) {
        const end = Math.min(at + FILE_CHUNK + 16, to)
        parts.push((await openChunk(keys, index, sealed.slice(at, end))) ?? new Uint8Array())
        at = end
      }
      const opened = await new Blob(parts).bytes()
      const got = opened.slice(skip, skip + range.length)
      expect(toBase64url(got) === toBase64url(expected)).toBe(true)
    }
  }
})
