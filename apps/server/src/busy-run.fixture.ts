import { randomBytes } from 'node:crypto'
import { utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CallId, CallReport } from '@soroka/protocol'
import type { PushWorld } from './features/push/pushes.fixture.ts'
import { ask } from './testing/index.ts'
import { randomId } from './testing/people.ts'
import { TestSocket } from './testing/test-socket.ts'
import { download, uploadFile } from './testing/uploads.ts'

/** What a busy run used that nobody may find in a log, a figure or a trace. */
export interface Planted {
  /** By what it is: tokens, codes, addresses, passwords, names, what was written. */
  readonly secrets: Readonly<Record<string, string>>
  /** Of people, devices, sessions, chats, messages, files and calls. */
  readonly ids: Readonly<Record<string, string>>
}

/** When the backup of the run was proven, in seconds. */
export const PROVEN_AT = 1_800_000_000

const report: CallReport = {
  mode: 'p2p',
  connectMs: 700,
  roundTripMs: 45.5,
  loss: 0.003,
  relayed: true,
  reconnects: 1,
}

/** Does on a server what people do: sign-up, sign-in, messages, a file, pushes, a call, tries that are refused. */
export async function busyRun(world: PushWorld): Promise<Planted> {
  const { server } = world
  const { anna, boris, chat } = await world.meet()
  const code = await server.codeFor(anna.client.email)
  await boris.subscribe()
  const { ticket } = await anna.ask<{ ticket: string }>('/auth/ticket', { body: {} })
  const phone = await anna.secondDevice()
  await phone.connect()
  const said = await anna.say(chat)
  await boris.subscription.next()
  const file = await uploadFile(anna.client, randomBytes(70_000))
  const sent = await anna.say(chat, { clear: { files: [file] } })
  if ((await download(boris.client, file, chat)).length !== 70_000) throw new Error('the file did not come')
  const link = await boris.ask<{ url: string }>(`/files/${file}/link`, { body: { chat } })
  const call = randomId() as CallId
  await anna.ask('/calls', { body: { call, chat, media: { audio: true, video: false, screen: false, hand: false } } })
  await boris.ask(`/calls/${call}/join`, {
    body: { media: { audio: true, video: false, screen: false, hand: false } },
  })
  const { servers } = await boris.ask<{ servers: { credential?: string }[] }>('/calls/ice', { body: {} })
  await boris.ask(`/calls/${call}/leave`, { body: {} })
  await boris.ask('/calls/report', { body: report })
  await anna.ask('/calls/report', { body: { ...report, connectMs: null } })
  await boris.read(chat, said.seq)
  await anna.client.refresh()
  // What goes wrong by day: a wrong password, a ticket twice, a path that was never there, too many tries.
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  await socket.close()
  await new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`).closed
  await ask(`${server.url}/${anna.client.session.accessToken}?token=${ticket}`)
  const stranger = randomId(20)
  await ask(`${server.url}/api/account`, { token: stranger })
  for (let tries = 0; tries < 24; tries++)
    await anna.client.ask(`/users?query=${encodeURIComponent(boris.client.email)}`)
  await server.database.sql`alter table notify_settings rename to away`
  await anna.client.ask('/push/settings')
  await server.database.sql`alter table away rename to notify_settings`
  const proof = path.join(server.config.dataFolder, 'backup.proven')
  await writeFile(proof, '')
  await utimes(proof, PROVEN_AT, PROVEN_AT)
  const { accessToken, refreshToken = '', session } = anna.client.session
  return {
    secrets: {
      accessToken,
      refreshToken,
      ticket,
      code,
      stranger,
      email: anna.client.email,
      otherEmail: boris.client.email,
      password: anna.client.password,
      name: anna.client.name,
      envelope: said.envelope,
      link: link.url,
      pushEndpoint: boris.subscription.endpoint,
      relay: servers.find(({ credential }) => credential !== undefined)?.credential ?? 'none was given',
    },
    ids: {
      anna: anna.user,
      boris: boris.user,
      device: anna.device,
      session,
      chat,
      msgId: said.msgId,
      sentId: sent.msgId,
      file,
      call,
    },
  }
}
