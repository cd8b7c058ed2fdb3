import { createHash } from 'node:crypto'
import type { ChatId, FileId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { AttachmentView, MessageView, OutgoingFile } from '../src/types.ts'
import { cutLine, seeded } from './cut-line.ts'
import { isOnline, messages, openScreen, type Screen, signIn, signUp, texts, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** Bytes that repeat nowhere near. */
function bytesOf(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let state = seed
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

const hash = async (blob: Blob) =>
  createHash('sha256')
    .update(await blob.bytes())
    .digest('hex')

function document(bytes: Uint8Array<ArrayBuffer>, name = 'report.pdf'): OutgoingFile {
  return { shape: 'document', name, type: 'application/pdf', blob: new Blob([bytes]) }
}

async function pair(hers?: Platform, his?: Platform): Promise<{ anna: Screen; boris: Screen; chat: ChatId }> {
  const [anna, boris] = [await signUp(server, 'anna', hers), await signUp(server, 'boris', his)]
  await Promise.all([isOnline(anna), isOnline(boris)])
  const { id } = await anna.client.chats.openDirect(boris.user)
  return { anna, boris, chat: id }
}

/** The only message with files that the chat shows, once it is sent. */
function arrived(screen: Screen, chat: ChatId, ms?: number): Promise<MessageView & { files: AttachmentView[] }> {
  return until(async () => {
    const found = (await messages(screen, chat)).filter(({ files, state }) => files !== undefined && state === 'sent')
    const [first] = found
    if (found.length > 1) throw new Error('it was sent twice')
    return first?.files === undefined ? undefined : { ...first, files: first.files }
  }, ms)
}

const bytesOfBlob = (...parts: Uint8Array<ArrayBuffer>[]) => new Uint8Array(Buffer.concat(parts))

const leave = (...screens: Screen[]) => Promise.all(screens.map(({ client }) => client.close()))

const idOf = ({ files: [first] }: { files: AttachmentView[] }): FileId => first?.id ?? ('' as FileId)

test('R20 a photo with its preview, its words and its tiny picture goes from one person to all devices of the other', async () => {
  const { anna, boris, chat } = await pair()
  const second = await signIn(server, boris)
  await isOnline(second)
  const [large, small] = [bytesOf(700_000), bytesOf(40_000, 2)]
  const thumb = bytesOf(300, 3)
  const photo: OutgoingFile = {
    shape: 'photo',
    name: 'lake.jpg',
    type: 'image/jpeg',
    blob: new Blob([large]),
    width: 4000,
    height: 3000,
    thumb,
    preview: { blob: new Blob([small]), width: 1280, height: 960 },
  }
  const view = await anna.client.messages.send(chat, { text: 'The lake', files: [photo] })
  expect(view).toMatchObject({ text: 'The lake', state: 'pending' })
  expect(view.files?.[0]?.upload?.total).toBeGreaterThan(740_000)
  for (const screen of [boris, second, anna]) {
    const got = await arrived(screen, chat)
    expect(got).toMatchObject({ text: 'The lake', files: [{ shape: 'photo', name: 'lake.jpg', width: 4000, thumb }] })
    expect(got.files[0]?.upload).toBe(undefined)
    const whole = await screen.client.files.read(chat, got.id, idOf(got))
    expect([whole.type, await hash(whole)]).toEqual(['image/jpeg', await hash(new Blob([large]))])
    const preview = await screen.client.files.read(chat, got.id, got.files[0]?.preview?.id ?? idOf(got))
    expect(await hash(preview)).toBe(await hash(new Blob([small])))
  }
  expect(anna.events.some((event) => event.type === 'uploads')).toBe(true)
  await leave(anna, boris, second)
})

test('R20 G6 cut at twenty random points on its way up, and at twenty on its way down, a file arrives whole and once', async () => {
  const [up, down] = [cutLine(nodePlatform(), seeded(7)), cutLine(nodePlatform(), seeded(8))]
  const { anna, boris, chat } = await pair(up.platform, down.platform)
  const bytes = bytesOf(9_000_000)
  up.cut('up', 20)
  down.cut('down', 20)
  await anna.client.messages.send(chat, { text: '', files: [document(bytes)] })
  const got = await arrived(boris, chat, 60_000)
  const whole = await boris.client.files.read(chat, got.id, idOf(got))
  expect([whole.size, await hash(whole)]).toEqual([bytes.length, await hash(new Blob([bytes]))])
  expect([up.left('up'), down.left('down')]).toEqual([0, 0])
  expect(up.asked.filter((what) => what.startsWith('POST /api/files/uploads'))).toHaveLength(1)
  expect(await messages(boris, chat)).toHaveLength(1)
  await leave(anna, boris)
}, 90_000)

test('R20 G6 the program ends in the middle of an upload: the next one goes on there, and the message goes once', async () => {
  const line = cutLine(nodePlatform(), seeded(9))
  const { anna, boris, chat } = await pair(line.platform)
  line.hold = new Promise(() => undefined)
  const bytes = bytesOf(3_000_000)
  await anna.client.messages.send(chat, {
    text: 'from before',
    files: [document(bytes), document(bytesOf(20), 'small')],
  })
  await until(async () => line.asked.some((what) => what.startsWith('PATCH')))
  await anna.client.close()
  line.hold = undefined
  const again = await openScreen(server, line.platform, anna)
  const got = await arrived(boris, chat)
  expect(await hash(await boris.client.files.read(chat, got.id, idOf(got)))).toBe(await hash(new Blob([bytes])))
  expect(await messages(boris, chat)).toHaveLength(1)
  // The larger one was taken up, not sent anew.
  expect(line.asked.filter((what) => what === 'POST /api/files/uploads')).toHaveLength(2)
  await leave(again, boris)
})

test('what was written after a file waits for it a while, then passes; a message that is taken back stops its upload', async () => {
  let ahead = 0
  const line = cutLine(nodePlatform({ now: () => Date.now() + ahead }), seeded(10))
  const { anna, boris, chat } = await pair(line.platform)
  let release = (): void => undefined
  line.hold = new Promise<void>((resolve) => (release = resolve))
  await anna.client.messages.send(chat, { text: 'picture', files: [document(bytesOf(900_000))] })
  await anna.client.messages.send(chat, 'after it')
  await new Promise((done) => setTimeout(done, 1000))
  expect(await texts(boris, chat)).toEqual([])
  ahead = 10_000
  await anna.client.messages.send(chat, 'and this')
  await until(async () => (await texts(boris, chat)).length === 2)
  expect(await texts(boris, chat)).toEqual(['after it', 'and this'])
  release()
  line.hold = undefined
  await arrived(boris, chat)
  expect(await texts(boris, chat)).toEqual(['after it', 'and this', 'picture'])

  line.hold = new Promise(() => undefined)
  const { id } = await anna.client.messages.send(chat, { text: 'no', files: [document(bytesOf(900_000))] })
  await anna.client.messages.send(chat, 'at once')
  await until(async () => line.asked.at(-1)?.startsWith('PATCH'))
  await anna.client.messages.discard(chat, id)
  await until(async () => (await texts(boris, chat)).at(-1) === 'at once', 3000)
  await until(async () => line.asked.at(-1)?.startsWith('DELETE'))
  expect((await anna.client.files.stored()).map(({ files }) => files)).toEqual([1])
  await leave(anna, boris)
}, 60_000)

test('R20 a file that was cut, turned or changed is refused; what was never right is not kept', async () => {
  const line = cutLine(nodePlatform(), seeded(11))
  const { anna, boris, chat } = await pair(undefined, line.platform)
  await anna.client.messages.send(chat, { text: '', files: [document(bytesOf(600_000))] })
  const got = await arrived(boris, chat)
  const read = () => boris.client.files.read(chat, got.id, idOf(got))
  const SEALED = 262_144 + 16
  const ways: NonNullable<typeof line.tamper>[] = [
    (bytes) => Uint8Array.from(bytes, (byte, i) => (i === 300_000 ? byte ^ 1 : byte)),
    (bytes) => bytesOfBlob(bytes.subarray(SEALED, 2 * SEALED), bytes.subarray(0, SEALED), bytes.subarray(2 * SEALED)),
    (bytes) => bytes.slice(0, bytes.length > SEALED ? 2 * SEALED : 0),
    () => new Uint8Array(),
  ]
  for (const way of ways) {
    line.tamper = way
    await expect(read()).rejects.toMatchObject({ code: 'FILE_BROKEN' })
  }
  expect(await boris.client.files.stored()).toEqual([])
  line.tamper = undefined
  // A document may be HTML that calls itself one: below our origin it is only bytes (S11).
  expect((await read()).type).toBe('application/octet-stream')
  await leave(anna, boris)
}, 60_000)

test('R20 who is not in the chat gets nothing with the id of a file', async () => {
  const { anna, boris, chat } = await pair()
  const eva = await signUp(server, 'eva')
  await isOnline(eva)
  await anna.client.messages.send(chat, { text: '', files: [document(bytesOf(5000))] })
  const got = await arrived(boris, chat)
  const own = await eva.client.chats.openDirect(anna.user)
  for (const where of [chat, own.id]) {
    await expect(eva.client.files.read(where, got.id, idOf(got))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await leave(anna, boris, eva)
})

test('R13 what was read opens offline, shows in the gallery and in the sums, and goes with its message', async () => {
  const { anna, boris, chat } = await pair()
  const sent = [document(bytesOf(5000)), { ...document(bytesOf(6000)), shape: 'photo', name: 'p' } as const]
  for (const file of sent) await anna.client.messages.send(chat, { text: file.name, files: [file] })
  const [first, second] = await until(async () => {
    const found = (await messages(boris, chat)).filter(({ files }) => files !== undefined)
    return found.length === 2 ? found : undefined
  })
  const of = (message: MessageView | undefined) => message?.files?.[0]?.id ?? ('' as FileId)
  const [one, two] = [first?.id ?? ('' as MessageView['id']), second?.id ?? ('' as MessageView['id'])]
  await boris.client.files.read(chat, one, of(first))
  await server.stop()
  expect(await hash(await boris.client.files.read(chat, one, of(first)))).toBe(await hash(new Blob([bytesOf(5000)])))
  expect((await boris.client.files.source(chat, one, of(first))).sealed?.size).toBe(5016)
  await expect(boris.client.files.read(chat, two, of(second))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await server.start()
  await boris.client.wake()
  const documents = await boris.client.files.gallery(chat, { shapes: ['document'], limit: 10 })
  expect(documents.map(({ message, file }) => [message, file.name])).toEqual([[one, 'report.pdf']])
  expect(await boris.client.files.gallery(chat, { shapes: ['document', 'photo'], limit: 1 })).toMatchObject([
    { message: two, file: { shape: 'photo' } },
  ])
  const above = await boris.client.files.gallery(chat, { shapes: ['document', 'photo'], after: 0, limit: 10 })
  expect(above.map(({ message, view }) => [message, view.text])).toEqual([
    [one, 'report.pdf'],
    [two, 'p'],
  ])
  expect(await boris.client.files.stored()).toEqual([{ chat, bytes: 5016, files: 1, waiting: 0 }])
  const found = async (what: string) =>
    (await boris.client.search.query(what, { limit: 9 })).hits.map(({ message }) => message.id)
  await until(async () => (await found('has:photo')).length === 1)
  expect([await found('has:file'), await found('has:photo'), await found('report')]).toEqual([[one], [two], [one]])
  await anna.client.messages.remove(chat, [one], { forEveryone: true })
  await until(async () => (await boris.client.files.stored()).length === 0)
  await until(async () => (await anna.client.files.stored())[0]?.files === 1)
  expect(await boris.client.files.gallery(chat, { shapes: ['document'], limit: 10 })).toEqual([])
  await expect(boris.client.files.read(chat, one, of(first))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await leave(anna, boris)
}, 60_000)

test('R20 a file that the server lost before its message came is brought again under the same id', async () => {
  const line = cutLine(nodePlatform(), seeded(12))
  const { anna, boris, chat } = await pair(line.platform)
  const bytes = bytesOf(400_000)
  let lost = 0
  line.after = async (url, headers) => {
    // With the last byte the file is whole: from here to the message nothing names it.
    if (lost++ === 1) await fetch(url, { method: 'DELETE', ...(headers === undefined ? {} : { headers }) })
  }
  await anna.client.messages.send(chat, { text: '', files: [document(bytes)] })
  const got = await arrived(boris, chat)
  expect(await hash(await boris.client.files.read(chat, got.id, idOf(got)))).toBe(await hash(new Blob([bytes])))
  expect(lost).toBeGreaterThan(2)
  expect(await messages(boris, chat)).toHaveLength(1)
  await leave(anna, boris)
})

test('a full quota marks the message with its reason, and trying again sends it', async () => {
  const line = cutLine(nodePlatform(), seeded(13))
  const { anna, boris, chat } = await pair(line.platform)
  line.refuse = () => Response.json({ code: 'QUOTA_FULL' }, { status: 507 })
  const { id } = await anna.client.messages.send(chat, { text: 'big', files: [document(bytesOf(400_000))] })
  await anna.client.messages.send(chat, 'meanwhile')
  await until(async () => (await messages(anna, chat)).some(({ failure }) => failure === 'QUOTA_FULL'))
  await until(async () => (await texts(boris, chat)).includes('meanwhile'))
  line.refuse = undefined
  await anna.client.messages.retry(chat, id)
  expect((await arrived(boris, chat)).text).toBe('big')
  await leave(anna, boris)
})

test('R20 a forward shares the sealed bytes; out of a chat that forgets they are sealed anew', async () => {
  const line = cutLine(nodePlatform(), seeded(14))
  const { anna, boris, chat } = await pair(line.platform)
  const eva = await signUp(server, 'eva')
  await isOnline(eva)
  const other = await anna.client.chats.openDirect(eva.user)
  const bytes = bytesOf(5000)
  await anna.client.messages.send(chat, { text: 'see', files: [document(bytes)] })
  const got = await arrived(anna, chat)
  const asked = () => line.asked.filter((what) => what.startsWith('POST /api/files/uploads')).length
  await anna.client.messages.forward(chat, [got.id], [other.id], { hideAuthor: false })
  const shared = await arrived(eva, other.id)
  expect([idOf(shared), shared.text, asked()]).toEqual([idOf(got), 'see', 1])
  expect(await hash(await eva.client.files.read(other.id, shared.id, idOf(shared)))).toBe(await hash(new Blob([bytes])))
  await anna.client.groups.setTimer(chat, 3600)
  await until(async () => (await anna.client.chats.get(chat))?.timer === 3600)
  const brief = await anna.client.messages.send(chat, {
    text: 'brief',
    files: [{ ...document(bytes), peaks: new Uint8Array(64) }],
  })
  await until(async () => (await messages(anna, chat)).some(({ id, state }) => id === brief.id && state === 'sent'))
  await anna.client.messages.forward(chat, [brief.id], [other.id], { hideAuthor: true })
  const again = await until(async () => (await messages(eva, other.id)).find(({ text }) => text === 'brief'))
  const [copy, original] = [again.files?.[0], brief.files?.[0]]
  expect([copy?.id === original?.id, copy?.shape, copy?.peaks?.length, asked()]).toEqual([false, 'document', 64, 3])
  const opened = await eva.client.files.read(other.id, again.id, copy?.id ?? idOf(got))
  expect(await hash(opened)).toBe(await hash(new Blob([bytes])))
  await leave(anna, boris, eva)
})
