import { limits } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { isPhoto } from './photo.ts'

let server: TestServer
let anna: TestClient
let boris: TestClient

beforeAll(async () => {
  server = await startTestServer()
  ;[anna, boris] = [await new TestClient(server).signUp(), await new TestClient(server).signUp()]
})
afterAll(() => server.stop())

const u16 = (n: number) => [n >> 8, n & 255]
const u32 = (n: number) => [n >>> 24, (n >> 16) & 255, ...u16(n & 0xff_ff)]
const text = (letters: string) => [...Buffer.from(letters, 'latin1')]
const segment = (marker: number, body: number[]) => [0xff, marker, ...u16(body.length + 2), ...body]
const frame = (width: number, height: number) => segment(0xc0, [8, ...u16(height), ...u16(width), 1, 1, 0x11, 0])

const jpeg = (width: number, height: number, before: number[] = segment(0xe0, text('JFIF\0'))) =>
  Buffer.from([0xff, 0xd8, ...before, ...frame(width, height), 0xff, 0xd9])
const png = (width: number, height: number, rest = '') =>
  Buffer.from([
    ...text('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
    ...u32(width),
    ...u32(height),
    8,
    2,
    0,
    0,
    0,
    ...u32(0),
    ...text(rest),
  ])
const webp = (kind: string, body: number[]) =>
  Buffer.from([
    ...text('RIFF'),
    40,
    0,
    0,
    0,
    ...text('WEBP'),
    ...text(kind),
    20,
    0,
    0,
    0,
    ...body,
    ...Array(20).fill(0),
  ])
const lossy = (width: number, height: number) =>
  webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, width & 255, width >> 8, height & 255, height >> 8])

test('S11 what counts as a photo: three formats by what they begin with, of a small size', () => {
  for (const good of [jpeg(512, 512), png(1024, 1), lossy(256, 256), webp('VP8X', [0, 0, 0, 0, 255, 1, 0, 255, 1, 0])])
    expect(isPhoto(good)).toBe(true)
  const bad: [string, Buffer][] = [
    ['a bomb of 60,000 pixels a side in a few bytes', jpeg(60_000, 60_000)],
    ['the same as PNG', png(60_000, 60_000)],
    ['a negative side', png(-1, 10)],
    ['the same as WebP', webp('VP8X', [0, 0, 0, 0, 255, 255, 255, 255, 255, 255])],
    ['no side at all', jpeg(0, 10)],
    ['where it was taken', jpeg(512, 512, segment(0xe1, text('Exif\0\0GPS')))],
    ['the same as PNG', png(10, 10, 'eXIf')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0')],
    ['a page that begins like a JPEG', Buffer.from('\xff\xd8<script>alert(1)</script>', 'latin1')],
    ['only the beginning', jpeg(512, 512).subarray(0, 6)],
    ['nothing', Buffer.alloc(0)],
    ['segments that lead nowhere', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
  ]
  for (const [what, bytes] of bad) expect(isPhoto(bytes), what).toBe(false)
})

test('a photo is seen with its version wherever the person is, and taken away again', async () => {
  const image = jpeg(256, 256).toString('base64url')
  const put = await anna.ask<{ photo: string }>('/account/photo', { method: 'PUT', body: { image } })
  expect(put).toMatchObject({ status: 200, body: { photo: expect.stringMatching(/^[\w-]{12}$/) } })
  const { photo } = put.body
  await boris.ask(`/contacts/${anna.user}`, { method: 'PUT', body: {} })
  const nickname = (await anna.ask<{ nickname: string }>('/account')).body.nickname
  expect((await anna.ask('/account')).body).toMatchObject({ photo })
  expect((await boris.ask(`/users/${anna.user}`)).body).toMatchObject({ photo })
  const { people } = (await boris.ask<{ people: unknown[] }>(`/users?query=${nickname}`)).body
  expect(people[0]).toMatchObject({ nickname, photo })
  expect((await boris.ask('/contacts')).body).toMatchObject({ contacts: [{ photo }] })
  expect((await boris.ask(`/users/${anna.user}/photo`)).body).toEqual({ photo, image })
  expect(await boris.ask(`/users/${boris.user}/photo`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  await anna.ask('/account/photo', { method: 'PUT', body: { image: null } })
  expect((await boris.ask(`/users/${anna.user}`)).body).toMatchObject({ photo: null })
  expect((await boris.ask(`/users/${anna.user}/photo`)).status).toBe(404)
})

test('what is no photo, or too large, is refused and changes nothing', async () => {
  const kept = png(64, 64).toString('base64url')
  await boris.ask('/account/photo', { method: 'PUT', body: { image: kept } })
  const large = Buffer.concat([jpeg(64, 64), Buffer.alloc(limits.photoBytes)]).toString('base64url')
  for (const image of ['', 'AAAA', Buffer.from('<svg/>').toString('base64url'), large])
    expect(await boris.ask('/account/photo', { method: 'PUT', body: { image } })).toMatchObject({ code: 'BAD_REQUEST' })
  expect((await anna.ask(`/users/${boris.user}/photo`)).body).toMatchObject({ image: kept })
})
