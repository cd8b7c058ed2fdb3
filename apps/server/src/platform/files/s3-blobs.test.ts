import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFileId } from '../../testing/uploads.ts'
import { blobContract } from './blob-contract.ts'
import { hasObjectStore, startObjectStore } from './object-store.fixture.ts'
import type { ObjectStore } from './object-store.fixture.ts'
import { openS3Blobs } from './s3-blobs.ts'

describe.skipIf(!(await hasObjectStore()))('with a real object store', () => {
  let store: ObjectStore
  beforeAll(async () => {
    store = await startObjectStore()
  }, 120_000)
  afterAll(() => store.stop())

  blobContract('in a bucket', () => Promise.resolve(openS3Blobs(store.config)))

  test('a bucket or a key that is not ours is no reason to say that a file is missing', async () => {
    for (const wrong of [{ secretAccessKey: 'another' }, { bucket: 'elsewhere' }]) {
      const blobs = openS3Blobs({ ...store.config, ...wrong })
      await expect(blobs.create(newFileId(), 10)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      blobs.close()
    }
  })
})

test('a store that is away is said to be away, soon', async () => {
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' }
  const blobs = openS3Blobs({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1', bucket: 'files', ...keys })
  const start = performance.now()
  await expect(blobs.create(newFileId(), 10)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(blobs.offsetOf(newFileId())).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(performance.now() - start).toBeLessThan(5000)
  blobs.close()
})
