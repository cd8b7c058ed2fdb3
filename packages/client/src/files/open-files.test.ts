import { type ChatId, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { type Attachment, SHAPE } from '@soroka/protocol/records'
import { sealedSize } from '@soroka/crypto/file'
import { expect, it } from 'vitest'
import type { Api } from '../api/api.ts'
import { MemoryShelf } from '../platform/memory-shelf.ts'
import { OpenFiles } from './open-files.ts'
import { safeType } from './safe-type.ts'
import { sealFile } from './seal-file.ts'

const SIZE = 300_000
const plain = new Uint8Array(SIZE).fill(5)

/** A server with one file, and a device that knows nothing of it. */
async function reader(url: (id: FileId) => string = (id) => `/api/files/${id}/content`) {
  const told: boolean[] = []
  const store = new MemoryShelf()
  const file = await sealFile(store, new Blob([plain]))
  const sealed = (await store.get(file.id)) ?? new Blob()
  const link = async () => ({ url: url(file.id), until: Date.now(), size: sealedSize(SIZE) })
  const kept: unknown[] = []
  const shelf = new MemoryShelf()
  const files = new OpenFiles({
    api: { files: { link } } as unknown as Api,
    baseUrl: 'https://soroka.example',
    fetch: async () => new Response(sealed),
    random: () => 0,
    shelf,
    tell: () => undefined,
    gone: (_, gone) => void told.push(gone),
    keeper: { find: async () => null, keep: async (row) => void kept.push(row) },
  })
  const attachment: Attachment = {
    file,
    shape: SHAPE.document,
    type: 'text/html',
    name: 'page.html',
    width: 0,
    height: 0,
    duration: 0,
    thumb: new Uint8Array(),
    peaks: new Uint8Array(),
  }
  const place = { chat: 'c' as ChatId, message: 'm' as MsgId, at: 1, attachment, file }
  return { files, place, kept, shelf, told }
}

it('R20 a file opens to the bytes that were sealed, and stays on the shelf', async () => {
  const { files, place, kept, shelf } = await reader()
  const opened: Bytes = await (await files.read(place)).bytes()
  expect(toBase64url(opened) === toBase64url(plain)).toBe(true)
  expect([kept.length, (await shelf.list()).length]).toEqual([1, 1])
})

it('E46 a file that opens but is not the one that its message names is refused, and not kept', async () => {
  const { files, place, kept, shelf } = await reader()
  const file = { ...place.file, hash: new Uint8Array(32) }
  await expect(files.read({ ...place, file })).rejects.toMatchObject({ code: 'FILE_BROKEN' })
  expect([kept.length, (await shelf.list()).length]).toEqual([0, 0])
})

it('S13 a link to another place is not followed', async () => {
  for (const url of ['https://evil.example/api/files/x/content', '//evil.example/x']) {
    const { files, place } = await reader(() => url)
    await expect(files.read(place)).rejects.toMatchObject({ code: 'FILE_BROKEN' })
  }
})

it('S11 nothing that runs is opened below our origin as what it calls itself', async () => {
  const { files, place } = await reader()
  expect((await files.read(place)).type).toBe('application/octet-stream')
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/pdf',
    '',
    'IMAGE/SVG',
  ])
    expect(safeType(type)).toBe('application/octet-stream')
  expect(safeType('image/jpeg')).toBe('image/jpeg')
  expect(safeType('audio/webm;codecs=opus')).toBe('audio/webm;codecs=opus')
  expect(safeType('video/mp4; codecs="avc1.42E01E, mp4a.40.2"')).toBe('video/mp4; codecs="avc1.42E01E, mp4a.40.2"')
  expect(safeType('image/png; x=<script>')).toBe('image/png')
})

it('P89 a file that the server does not give out any more is said to be gone, whole or in parts', async () => {
  const { files, place, kept, shelf, told } = await reader(() => {
    throw new SorokaError('NOT_FOUND')
  })
  await expect(files.read(place)).rejects.toMatchObject({ code: 'FILE_GONE' })
  await expect(files.source(place)).rejects.toMatchObject({ code: 'FILE_GONE' })
  expect([told, kept.length, (await shelf.list()).length]).toEqual([[true, true], 0, 0])
  const here = await reader()
  await here.files.read(here.place)
  expect(here.told).toEqual([false])
})
