import type { ChatId, FileId } from '@soroka/protocol'
import { WHO } from '@soroka/protocol/records'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import {
  carryOut,
  groupEpoch,
  leaveText,
  newLink,
  removeMembers,
  setInvites,
  signLeave,
} from '../../testing/group-epochs.ts'
import type { TestLink } from '../../testing/group-epochs.ts'
import { directEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import type { TestEpoch } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { uploadFile } from '../../testing/uploads.ts'

/** What somebody is to a group. `blocked`: a member whom its owner blocked, and the other one of the direct chat. */
export const standings = ['owner', 'admin', 'member', 'blocked', 'left', 'removed', 'stranger'] as const
export type Standing = (typeof standings)[number]

export const objects = ['group', 'announcements', 'direct'] as const
export type ObjectName = (typeof objects)[number]

export interface Someone {
  readonly client: TestClient
  readonly socket: TestSocket
}

/** A chat at its newest epoch, with one message of its owner. */
export interface RightsObject {
  readonly chat: ChatId
  readonly head: TestEpoch
  readonly link: TestLink
  /** Base64url of the owner's message, which names the file. */
  readonly message: string
  readonly file: FileId
}

/** A whole server with seven people, each of another standing in two groups, and the direct chat of two of them. */
export interface RightsWorld {
  readonly server: TestServer
  readonly people: Readonly<Record<Standing, Someone>>
  readonly objects: Readonly<Record<ObjectName, RightsObject>>
}

export async function makeRightsWorld(): Promise<RightsWorld> {
  const server = await startTestServer({
    env: { LIVEKIT_URL: 'ws://127.0.0.1:9', LIVEKIT_API_KEY: 'soroka', LIVEKIT_API_SECRET: 'a'.repeat(32) },
  })
  const entries: [Standing, Someone][] = []
  for (const standing of standings) entries.push([standing, await signUp(server)])
  const people = Object.fromEntries(entries) as Record<Standing, Someone>
  const group = await makeGroup(people, WHO.everybody)
  const announcements = await makeGroup(people, WHO.admins)
  const direct = await makeDirect(people)
  await must(people.owner.client.ask(`/blocks/${people.blocked.client.user}`, { method: 'PUT', body: {} }))
  return { server, people, objects: { group, announcements, direct } }
}

async function signUp(server: TestServer): Promise<Someone> {
  const client = await new TestClient(server).signUp()
  const { ticket } = (await client.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  return { client, socket }
}

async function makeGroup(people: RightsWorld['people'], write: 1 | 2): Promise<RightsObject> {
  const { owner, admin, member, blocked, left, removed } = people
  const author = owner.client.person
  const others = [admin, member, blocked, left, removed].map((one) => one.client.person)
  const first = groupEpoch(author, others, { admins: [admin.client.person], policy: { write } })
  await must(owner.client.ask('/chats/group', { body: { record: first.record, boxes: first.boxes } }))
  const link = newLink()
  const linked = await append(owner, setInvites(first, author, [link.invite]))
  const { message, file } = await say(owner, first.chat, 1)
  const leave = signLeave(left.client.person, first.chat, 1)
  await must(left.client.ask(`/chats/${first.chat}/leave`, { body: { leave: leaveText(leave) } }))
  const out = await append(owner, carryOut(linked, author, [leave]))
  const head = await append(owner, removeMembers(out, author, [removed.client.person]))
  return { chat: first.chat, head, link, message, file }
}

async function makeDirect({ owner, blocked }: RightsWorld['people']): Promise<RightsObject> {
  const head = directEpoch(owner.client.person, blocked.client.person)
  await must(owner.client.ask('/chats/direct', { body: { record: head.record, boxes: head.boxes } }))
  await must(blocked.client.ask(`/chats/${head.chat}/accept`, { body: {} }))
  return { chat: head.chat, head, link: newLink(), ...(await say(owner, head.chat, 0)) }
}

async function append(by: Someone, epoch: TestEpoch): Promise<TestEpoch> {
  const { chat, record, boxes } = epoch
  await must(by.client.ask(`/chats/${chat}/epochs`, { body: { record, boxes } }))
  return epoch
}

async function say(by: Someone, chat: ChatId, epoch: number): Promise<{ message: string; file: FileId }> {
  const file = await uploadFile(by.client, Buffer.from('sealed'))
  const message = sealedEnvelope(by.client.person, chat, { epoch, clear: { files: [file] } })
  const answer = await by.socket.send(message)
  if (answer.t !== 'message.accepted') throw new Error(answer.code)
  return { message, file }
}

async function must(answer: ReturnType<TestClient['ask']>): Promise<void> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(JSON.stringify(body))
}
