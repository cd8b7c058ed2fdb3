import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FileId } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFileId } from '../../testing/uploads.ts'
import type { BlobStore } from './blob-store.ts'

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
/** In pieces as a socket brings them. */
const streamOf = (bytes: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
    })(),
  )

/** What every place for files must do. */
export function blobContract(name: string, open: () => Promise<BlobStore>): void {
  describe(`blobs: ${name}`, () => {
    let blobs: BlobStore
    beforeAll(async () => {
      blobs = await open()
    }, 60_000)
    afterAll(() => blobs.close())

    const read = async (id: FileId, first: number, last: number) => buffer(await blobs.read(id, first, last))

    test('what came in pieces of any size is whole and comes out byte for byte, also in parts', async () => {
      const id = newFileId()
      const bytes = randomBytes(9_500_000)
      await blobs.create(id, bytes.length)
      expect(await blobs.offsetOf(id)).toBe(0)
      let at = 0
      for (const size of [1, 700_000, 8_400_000, 3, bytes.length]) {
        expect(await blobs.isWhole(id, bytes.length)).toBe(false)
        const piece = bytes.subarray(at, at + size)
        at += piece.length
        expect(await blobs.append(id, at - piece.length, streamOf(piece))).toBe(at)
        expect(await blobs.offsetOf(id)).toBe(at)
      }
      expect(await blobs.isWhole(id, bytes.length)).toBe(true)
      expect(hashOf(await read(id, 0, bytes.length - 1))).toBe(hashOf(bytes))
      expect(await read(id, 0, 0)).toEqual(bytes.subarray(0, 1))
      expect(await read(id, 8_388_600, 8_388_615)).toEqual(bytes.subarray(8_388_600, 8_388_616))
      expect(await read(id, bytes.length - 1, bytes.length - 1)).toEqual(bytes.subarray(-1))
    }, 60_000)

    test('a sender who goes away in the middle leaves what can be continued, and no more than he sent', async () => {
      const id = newFileId()
      const bytes = randomBytes(9_000_000)
      await blobs.create(id, bytes.length)
      for (let cuts = 0; cuts < 5; cuts++) {
        const at = (await blobs.offsetOf(id)) ?? 0
        const gone = new Error('gone')
        const piece = bytes.subarray(at, at + 1_300_000 + cuts)
        const cut = Readable.from(
          (async function* () {
            yield* streamOf(piece)
            await Promise.reject(gone)
          })(),
        )
        await expect(blobs.append(id, at, cut)).rejects.toThrow('gone')
        const now = (await blobs.offsetOf(id)) ?? 0
        expect(now).toBeGreaterThanOrEqual(at)
        expect(now).toBeLessThanOrEqual(at + piece.length)
        expect(await blobs.isWhole(id, bytes.length)).toBe(false)
      }
      const at = (await blobs.offsetOf(id)) ?? 0
      expect(await blobs.append(id, at, streamOf(bytes.subarray(at)))).toBe(bytes.length)
      expect(await blobs.isWhole(id, bytes.length)).toBe(true)
      expect(hashOf(await read(id, 0, bytes.length - 1))).toBe(hashOf(bytes))
    }, 60_000)

    test('an unfinished one may begin anew, with another size', async () => {
      const id = newFileId()
      await blobs.create(id, 100)
      await blobs.append(id, 0, streamOf(randomBytes(60)))
      await blobs.create(id, 10)
      expect(await blobs.offsetOf(id)).toBe(0)
      await blobs.append(id, 0, streamOf(Buffer.from('0123456789')))
      expect(await blobs.isWhole(id, 10)).toBe(true)
      expect((await read(id, 2, 4)).toString()).toBe('234')
    })

    test('what is removed is gone, whole or not, and may be removed again', async () => {
      for (const sent of [0, 5, 10]) {
        const id = newFileId()
        await blobs.create(id, 10)
        if (sent > 0) await blobs.append(id, 0, streamOf(randomBytes(sent)))
        await blobs.remove(id)
        await blobs.remove(id)
        expect(await blobs.offsetOf(id)).toBeUndefined()
        expect(await blobs.isWhole(id, 10)).toBe(false)
        await expect(blobs.read(id, 0, 0)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      }
      expect(await blobs.offsetOf(newFileId())).toBeUndefined()
    })

    test('what lies here is listed, half or whole, once each; what is gone is not', async () => {
      const [begun, half, whole, gone] = [newFileId(), newFileId(), newFileId(), newFileId()]
      for (const id of [begun, half, whole, gone]) await blobs.create(id, 10)
      await blobs.append(half, 0, streamOf(randomBytes(4)))
      await blobs.append(whole, 0, streamOf(randomBytes(10)))
      await blobs.remove(gone)
      const found = (await Array.fromAsync(blobs.list())).filter((id) => [begun, half, whole, gone].includes(id))
      expect(found.sort()).toEqual([begun, half, whole].sort())
    })

    test('ids that differ in the size of a letter are different files', async () => {
      const [small, large] = [`a${'A'.repeat(20)}A`, `${'A'.repeat(21)}A`] as [FileId, FileId]
      for (const [id, text] of [
        [small, 'small'],
        [large, 'large'],
      ] as const) {
        await blobs.create(id, 5)
        await blobs.append(id, 0, streamOf(Buffer.from(text)))
      }
      expect((await read(small, 0, 4)).toString()).toBe('small')
      expect((await read(large, 0, 4)).toString()).toBe('large')
    })
  })
}
