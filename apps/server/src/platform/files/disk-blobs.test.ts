import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { FileId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newFileId } from '../../testing/uploads.ts'
import { blobContract } from './blob-contract.ts'
import { nameOf } from './blob-store.ts'
import { openDiskBlobs } from './disk-blobs.ts'

let root: string
const folder = (): string => path.join(root, 'files')
const pathOf = (id: FileId): string => path.join(folder(), nameOf(id).slice(0, 2), nameOf(id))

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'soroka-blobs-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

blobContract('on the disk', () => openDiskBlobs(path.join(root, 'contract')))

test('S17 nobody else may enter the folder or read a file, whatever the umask', async () => {
  const before = process.umask(0)
  try {
    const blobs = await openDiskBlobs(folder())
    const id = newFileId()
    await blobs.create(id, 4)
    const modes = [folder(), path.dirname(pathOf(id)), pathOf(id)].map(async (one) => (await stat(one)).mode & 0o777)
    expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o600])
  } finally {
    process.umask(before)
  }
})

test('S11 a name on the disk is made of the bytes of an id and of nothing that somebody typed', async () => {
  const blobs = await openDiskBlobs(folder())
  await blobs.create('../../../etc/passwdAAA' as FileId, 4)
  for (const one of await readdir(folder(), { recursive: true })) expect(one).toMatch(/^[0-9a-f]{2}(\/[0-9a-f]+)?$/)
})

test('G14 a full disk is said to be full, and what is there is not whole', async () => {
  const blobs = await openDiskBlobs(folder())
  const id = newFileId()
  await blobs.create(id, 100_000)
  await rename(pathOf(id), `${pathOf(id)}-aside`)
  await symlink('/dev/full', pathOf(id))
  await expect(blobs.append(id, 0, Readable.from([Buffer.alloc(100_000)]))).rejects.toMatchObject({
    code: 'STORAGE_FULL',
  })
  expect(await blobs.isWhole(id, 100_000)).toBe(false)
})

test('R20 what somebody else put into the folder is not listed', async () => {
  const strange = path.join(root, 'strange')
  const blobs = await openDiskBlobs(strange)
  const id = newFileId()
  await blobs.create(id, 4)
  await mkdir(path.join(strange, 'lost+found'))
  await writeFile(path.join(strange, 'notes.txt'), 'mine')
  await writeFile(path.join(strange, nameOf(id).slice(0, 2), 'notes.txt'), 'mine')
  expect(await Array.fromAsync(blobs.list())).toEqual([id])
})
