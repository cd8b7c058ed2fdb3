import { createHash } from 'node:crypto'
import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { MessageView, OutgoingFile } from '../src/types.ts'
import { cutLine, seeded } from './cut-line.ts'
import { isOnline, messages, openScreen, type Screen, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** As many bytes, unlike those of another seed. */
const blobOf = (size: number, seed: number) =>
  new Blob([Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 97) % 256)])
const hash = async (blob: Blob) =>
  createHash('sha256')
    .update(await blob.bytes())
    .digest('hex')

const photo = (seed: number): OutgoingFile => ({
  shape: 'photo',
  name: `${seed}.jpg`,
  type: 'image/jpeg',
  blob: blobOf(9000, seed),
  width: 40,
  height: 30,
  preview: { blob: blobOf(2000, seed + 50), width: 20, height: 15 },
  thumb: new Uint8Array(30).fill(seed),
})
const said: { text: string; files: OutgoingFile[] }[] = [
  { text: 'album', files: [photo(1), photo(2), photo(3)] },
  {
    text: 'paper',
    files: [{ shape: 'document', name: 'report.pdf', type: 'application/pdf', blob: blobOf(300_000, 4) }],
  },
  {
    text: 'voice',
    files: [
      {
        shape: 'voice',
        name: 'voice.webm',
        type: 'audio/webm',
        blob: blobOf(7000, 5),
        duration: 4200,
        peaks: new Uint8Array(64).fill(9),
      },
    ],
  },
]

async function sentTo(screen: Screen, chat: ChatId): Promise<MessageView[]> {
  return await until(async () => {
    const found = await messages(screen, chat)
    const all = said.map(({ text }) => found.find((message) => message.text === text && message.state === 'sent'))
    return all.every((message) => message !== undefined) ? all : undefined
  })
}

/** The hashes of all files of these messages, previews too. */
async function readAll(screen: Screen, shown: readonly MessageView[]): Promise<string[]> {
  const hashes: string[] = []
  for (const { chat, id, files } of shown)
    for (const file of files ?? []) {
      hashes.push(await hash(await screen.client.files.read(chat, id, file.id)))
      if (file.preview) hashes.push(await hash(await screen.client.files.read(chat, id, file.preview.id)))
    }
  return hashes
}

test('R20 album, document and voice go from a group to a person without an upload, and outlive the original', async () => {
  const line = cutLine(nodePlatform(), seeded(20))
  const [anna, boris, eva] = [
    await signUp(server, 'Anna', line.platform),
    await signUp(server, 'Boris'),
    await signUp(server, 'Eva'),
  ]
  for (const screen of [anna, boris, eva]) await isOnline(screen)
  const { id: group } = await boris.client.groups.create({ name: 'Hike', users: [anna.user] })
  for (const message of said) await boris.client.messages.send(group, message)
  const originals = await sentTo(boris, group)
  const seen = await sentTo(anna, group)
  const { id: direct } = await anna.client.chats.openDirect(eva.user)
  await anna.client.messages.forward(
    group,
    seen.map(({ id }) => id),
    [direct],
    { hideAuthor: false },
  )
  const given = await sentTo(eva, direct)
  expect(line.asked.filter((what) => what.includes('/uploads'))).toEqual([])
  const expected = await Promise.all(
    said
      .flatMap(({ files }) => files)
      .flatMap(({ blob, preview }) => [blob, ...(preview ? [preview.blob] : [])].map(hash)),
  )
  const looks = (shown: readonly MessageView[]) =>
    shown.map(({ files }) =>
      files?.map(({ shape, name, width, duration, thumb, peaks }) => [shape, name, width, duration, thumb, peaks]),
    )
  expect(looks(given)).toEqual(looks(originals))

  await boris.client.messages.remove(
    group,
    originals.map(({ id }) => id),
    { forEveryone: true },
  )
  await until(async () => (await messages(anna, group)).every(({ files }) => files === undefined))
  await expect(readAll(anna, seen.slice(0, 1))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await readAll(eva, given)).toEqual(expected)
  expect(await readAll(anna, await sentTo(anna, direct))).toEqual(expected)
  await expect(readAll(boris, given.slice(0, 1))).rejects.toMatchObject({ code: 'NOT_FOUND' })

  await server.stop()
  await eva.client.close()
  const later = await openScreen(server, eva.platform, eva)
  expect(await readAll(later, await sentTo(later, direct))).toEqual(expected)
  await server.start()
  await Promise.all([anna, boris, later].map(({ client }) => client.close()))
}, 60_000)
