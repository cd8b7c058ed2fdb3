import path from 'node:path'
import type { S3Config } from '../config/index.ts'
import type { BlobStore } from './blob-store.ts'
import { openDiskBlobs } from './disk-blobs.ts'

/** The data folder, or the bucket that the owner named. */
export async function openBlobs(dataFolder: string, s3: S3Config | undefined): Promise<BlobStore> {
  if (s3 === undefined) return openDiskBlobs(path.join(dataFolder, 'files'))
  // Its client takes long to load, and few need it.
  const { openS3Blobs } = await import('./s3-blobs.ts')
  return openS3Blobs(s3)
}
