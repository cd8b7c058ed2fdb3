export type { Manifest } from './manifest.ts'
export { ArchiveReader } from './read-archive.ts'
export { makeKeyPair, seal, unseal } from './sealing.ts'
export { writeArchive } from './write-archive.ts'
