/**
 * Sealed files, by themselves: a service worker imports this and nothing else of the package.
 */
export { chunkPlace, openChunk, sealChunk } from './chunks.ts'
export { fileKeys } from './file-keys.ts'
export type { FileKeys } from './file-keys.ts'
export { FileHash } from './hash.ts'
export { chunksOf, FILE_CHUNK, rangeOf, sealedChunkSize, sealedSize } from './layout.ts'
export type { SealedRange } from './layout.ts'
