import { createHash } from 'node:crypto'
import type { ChatId, FileId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttachmentView, MessageView, OutgoingFile } from '../src/types.ts'
import { isOnline, messages, type Screen, signIn, signUp, until } from './people.ts'
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

async function pair(): Promise<{ anna: Screen; boris: Screen; chat: ChatId }> {
  const [anna, boris] = [await signUp(server, 'anna'), await signUp(server, 'boris')]
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
  await Promise.all([anna, boris, second].map(({ client }) => client.close()))
})

test('R20 S11 what does not open is refused; what is no picture or film is only bytes', async () => {
  const { anna, boris, chat } = await pair()
  await anna.client.messages.send(chat, { text: '', files: [document(bytesOf(600_000))] })
  const got = await arrived(boris, chat)
  expect((await boris.client.files.read(chat, got.id, idOf(got))).type).toBe('application/octet-stream')
  await Promise.all([anna, boris].map(({ client }) => client.close()))
})
