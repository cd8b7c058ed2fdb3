import { call } from '@orpc/server'
import type { ChatId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { groupEpoch, leaveText, proofText, proveJoin, signLeave } from './group-epochs.ts'
import type { GroupOptions, TestLink } from './group-epochs.ts'
import type { TestPerson } from './people.ts'
import type { RealtimeHarness } from './realtime-harness.ts'
import type { TestEpoch } from './sealed.ts'

/** A group with its epoch 0; the author is its owner. */
export async function createGroup(
  server: RealtimeHarness,
  author: TestPerson,
  others: readonly TestPerson[],
  options?: GroupOptions,
): Promise<TestEpoch & { head: ChatHead }> {
  await server.added()
  const epoch = groupEpoch(author, others, options)
  const { record, boxes } = epoch
  const head = await call(server.realtime.chats.createGroup, { record, boxes }, server.as(author))
  return { ...epoch, head }
}

/** Sends an epoch; resolves with it, so that the next one can follow. */
export async function sendEpoch(server: RealtimeHarness, author: TestPerson, epoch: TestEpoch): Promise<TestEpoch> {
  await server.added()
  const { chat, record, boxes } = epoch
  await call(server.realtime.chats.addEpoch, { chat, record, boxes }, server.as(author))
  return epoch
}

/** Leaves a group with a leave signed under this epoch. */
export async function leaveGroup(server: RealtimeHarness, person: TestPerson, chat: ChatId, epoch: number) {
  const leave = signLeave(person, chat, epoch)
  const { leftSeq } = await call(server.realtime.chats.leave, { chat, leave: leaveText(leave) }, server.as(person))
  return { leave, leftSeq }
}

export function askToJoin(server: RealtimeHarness, person: TestPerson, chat: ChatId, link: TestLink) {
  const proof = proofText(proveJoin(link, chat, person))
  return call(server.realtime.chats.join, { chat, pub: link.pub, proof }, server.as(person))
}

export const headOf = (server: RealtimeHarness, person: TestPerson, chat: ChatId): Promise<ChatHead> =>
  call(server.realtime.chats.get, { chat }, server.as(person))
