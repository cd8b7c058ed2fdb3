// The one place that speaks with an object store. Sealed files are multipart uploads until they are whole; how pieces
// that are too small for a part are kept in between, @tus/s3-store knows.
import { Readable } from 'node:stream'
import { S3 } from '@aws-sdk/client-s3'
import { SorokaError } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import { S3Store } from '@tus/s3-store'
import { Upload } from '@tus/server'
import type { S3Config } from '../config/index.ts'
import { isSystemError } from '../data-folder/index.ts'
import { idOf, nameOf } from './blob-store.ts'
import type { BlobStore } from './blob-store.ts'
import { tellingTrouble } from './telling-trouble.ts'

/** Least of a part, but for the last one: what the protocol demands. */
const PART_BYTES = 8 * 1024 * 1024

const orTrouble = tellingTrouble(asTrouble)

/** Blobs in a bucket that exists. */
export function openS3Blobs(place: S3Config): BlobStore {
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = place
  const s3ClientConfig = {
    bucket,
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Stores that are not Amazon's don't know the newer ones.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 3000, requestTimeout: 30_000, httpsAgent: { maxSockets: 200 } },
  } as const
  const store = new Parts({ partSize: PART_BYTES, useTags: false, s3ClientConfig })
  const s3 = new S3(s3ClientConfig)
  const keysOf = (id: FileId): string[] => ['', '.info', '.part'].map((end) => `${nameOf(id)}${end}`)

  const remove = async (id: FileId): Promise<void> => {
    const key = nameOf(id)
    const { Uploads = [] } = await s3.listMultipartUploads({ Bucket: bucket, Prefix: key })
    for (const { UploadId, Key } of Uploads)
      if (Key === key) await s3.abortMultipartUpload({ Bucket: bucket, Key, UploadId })
    for (const Key of keysOf(id)) await s3.deleteObject({ Bucket: bucket, Key })
    await store.forget(key)
  }
  const sizeOf = async (id: FileId): Promise<number | undefined> => {
    try {
      return (await s3.headObject({ Bucket: bucket, Key: nameOf(id) })).ContentLength
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    create: (id, size) =>
      orTrouble(async () => {
        await remove(id)
        await store.create(new Upload({ id: nameOf(id), size, offset: 0 }))
      }),
    offsetOf: (id) =>
      orTrouble(async () => {
        const whole = await sizeOf(id)
        if (whole !== undefined) return whole
        // The store takes every failure for a missing file.
        const info = await s3.headObject({ Bucket: bucket, Key: `${nameOf(id)}.info` }).catch((error: unknown) => {
          if (isMissing(error)) return undefined
          throw error
        })
        return info === undefined ? undefined : (await store.getUpload(nameOf(id))).offset
      }),
    append: (id, offset, from) => orTrouble(() => store.write(from, nameOf(id), offset)),
    isWhole: (id, size) => orTrouble(async () => (await sizeOf(id)) === size),
    read: (id, first, last) =>
      orTrouble(async () => {
        const range = { Bucket: bucket, Key: nameOf(id), Range: `bytes=${first}-${last}` }
        const { Body } = await s3.getObject(range).catch((error: unknown) => {
          throw isMissing(error) ? new SorokaError('NOT_FOUND') : error
        })
        if (!(Body instanceof Readable)) throw new Error('an object without a stream')
        return Body
      }),
    remove: (id) => orTrouble(() => remove(id)),
    // What tus notes about a file lies beside it from the first moment to the last, and nothing else is called like this.
    list: async function* () {
      for (let from: string | undefined; ;) {
        const page = await orTrouble(() =>
          s3.listObjectsV2({ Bucket: bucket, ...(from === undefined ? {} : { ContinuationToken: from }) }),
        )
        for (const { Key = '' } of page.Contents ?? []) {
          const id = Key.endsWith('.info') ? idOf(Key.slice(0, -'.info'.length)) : undefined
          if (id !== undefined) yield id
        }
        from = page.NextContinuationToken
        if (page.IsTruncated !== true || from === undefined) return
      }
    },
    close: () => {
      s3.destroy()
      store.close()
    },
  }
}

class Parts extends S3Store {
  /** What it remembers of a file that is gone. */
  async forget(id: string): Promise<void> {
    await this.clearCache(id)
  }

  close(): void {
    this.client.destroy()
  }
}

interface S3Failure {
  readonly name: string
  readonly $metadata: { readonly httpStatusCode?: number }
}

function isS3Failure(error: unknown): error is S3Failure {
  return error instanceof Error && '$metadata' in error
}

function isMissing(error: unknown): boolean {
  return isS3Failure(error) && error.$metadata.httpStatusCode === 404
}

/** What the bucket says, and what the way to it says; anything else, like a sender who went away, passes as it is. */
function asTrouble(error: unknown): unknown {
  if (error instanceof SorokaError) return error
  if (isSystemError(error, 'ENOSPC')) return new SorokaError('STORAGE_FULL')
  if (isS3Failure(error) && (error.$metadata.httpStatusCode === 507 || /Full|QuotaExceeded/.test(error.name)))
    return new SorokaError('STORAGE_FULL')
  const unreachable = isSystemError(error, 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH')
  if (isS3Failure(error) || unreachable) return new SorokaError('UNAVAILABLE', { retryAfter: 5 })
  return error
}
