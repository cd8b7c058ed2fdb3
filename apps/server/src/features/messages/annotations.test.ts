import { call } from '@orpc/server'
import type { ChatId, ErrorCode, MsgId } from '@soroka/protocol'
import { decodeEnvelopeHeader, hashSealedContent, KIND, REASON, ROLE, sortRoster, WHO } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGroup, headOf, sendEpoch } from '../../testing/groups.ts'
import { changeEpoch } from '../../testing/group-epochs.ts'
import { newMsgId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import type { EnvelopeOptions } from '../../testing/sealed.ts'
import type { TestSocket } from '../../testing/test-socket.ts'

let server: RealtimeHarness
/** Owner, admin, two members. */
let anna: Voice
let boris: Voice
let carla: Voice
let dina: Voice

/** A person with an open socket. */
class Voice {
  readonly person: TestPerson
  readonly socket: TestSocket

  private constructor(person: TestPerson, socket: TestSocket) {
    this.person = person
    this.socket = socket
  }

  static async join(): Promise<Voice> {
    const person = server.add(new TestPerson())
    return new Voice(person, await server.connect(person))
  }

  /** The answer's seq, or its code. */
  async say(chat: ChatId, kind: number, options: EnvelopeOptions = {}): Promise<number | ErrorCode> {
    const answer = await this.socket.send(sealedEnvelope(this.person, chat, { kind, ...options }))
    return answer.t === 'message.accepted' ? answer.seq : (answer.code as ErrorCode)
  }

  async text(chat: ChatId, options: EnvelopeOptions = {}): Promise<MsgId> {
    const msgId = newMsgId()
    expect(await this.say(chat, KIND.text, { ...options, msgId })).toEqual(expect.any(Number))
    return msgId
  }

  async poll(chat: ChatId): Promise<MsgId> {
    const msgId = newMsgId()
    expect(await this.say(chat, KIND.poll, { msgId })).toEqual(expect.any(Number))
    return msgId
  }

  page(chat: ChatId, input: { after?: string; before?: string; limit?: string } = {}) {
    return call(server.realtime.messages.list, { chat, ...input }, server.as(this.person))
  }
}

beforeAll(async () => {
  server = await RealtimeHarness.start({ rate: { perSecond: 10_000, burst: 10_000 } })
  ;[anna, boris, carla, dina] = await Promise.all([Voice.join(), Voice.join(), Voice.join(), Voice.join()])
})
afterAll(() => server.stop())

const group = async (policy = {}) => {
  const others = [boris.person, carla.person, dina.person]
  return createGroup(server, anna.person, others, { admins: [boris.person], policy })
}
const direct = async () => {
  const other = await Voice.join()
  return { ...(await server.createDirect(anna.person, other.person)), other }
}
const deadRows = (page: { rows: readonly { seq: number; envelope?: string | undefined }[] }) =>
  page.rows.filter((row) => row.envelope === undefined).map((row) => row.seq)

describe('S6 who may do what with whose message', () => {
  const { edit, delete: erase, reaction, pin, vote, close } = KIND
  // By the owner, the admin, the author, another member; on the author's text and poll.
  const matrix: [string, number, 'text' | 'poll', (ErrorCode | 'ok')[]][] = [
    ['edits a text', edit, 'text', ['FORBIDDEN', 'FORBIDDEN', 'ok', 'FORBIDDEN']],
    ['edits a poll', edit, 'poll', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
    ['deletes a text', erase, 'text', ['ok', 'ok', 'ok', 'FORBIDDEN']],
    ['reacts to a text', reaction, 'text', ['ok', 'ok', 'ok', 'ok']],
    ['pins a text', pin, 'text', ['ok', 'ok', 'FORBIDDEN', 'FORBIDDEN']],
    ['votes on a text', vote, 'text', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
    ['votes on a poll', vote, 'poll', ['ok', 'ok', 'ok', 'ok']],
    ['closes a poll', close, 'poll', ['FORBIDDEN', 'FORBIDDEN', 'ok', 'FORBIDDEN']],
    ['closes a text', close, 'text', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
  ]
  test.each(matrix)('S6 R13 in a group: who %s', async (_, kind, on, wanted) => {
    const { chat } = await group()
    const got: unknown[] = []
    for (const who of [anna, boris, carla, dina]) {
      const target = on === 'text' ? await carla.text(chat) : await carla.poll(chat)
      const answer = await who.say(chat, kind, { target })
      got.push(typeof answer === 'number' ? 'ok' : answer)
    }
    expect(got).toEqual(wanted)
  })

  test('S6 R13 in a direct chat each deletes and edits only what he wrote; pins are for both', async () => {
    const { chat, other } = await direct()
    const hers = await anna.text(chat)
    for (const kind of [edit, erase]) expect(await other.say(chat, kind, { target: hers })).toBe('FORBIDDEN')
    expect(await other.say(chat, pin, { target: hers })).toBe(2)
    expect(await other.say(chat, reaction, { target: hers })).toBe(3)
    expect(await anna.say(chat, erase, { target: hers })).toBe(4)
  })

  test('R23 where only admins write, members still react and vote; everybody pins where the policy says so', async () => {
    const { chat } = await group({ write: WHO.admins, pin: WHO.everybody })
    for (const kind of [KIND.text, KIND.media, KIND.poll, 7]) expect(await carla.say(chat, kind)).toBe('FORBIDDEN')
    const [text, poll] = [await boris.text(chat), await boris.poll(chat)]
    expect(await carla.say(chat, reaction, { target: text })).toBe(3)
    expect(await carla.say(chat, pin, { target: text })).toBe(4)
    expect(await carla.say(chat, vote, { target: poll })).toBe(5)
    expect(await carla.say(chat, KIND.meta)).toBe(6)
  })

  test('R15 only admins call all members of a group', async () => {
    const { chat } = await group()
    const all = { clear: { notify: { all: true, users: [] } } }
    expect(await carla.say(chat, KIND.text, all)).toBe('FORBIDDEN')
    expect(await boris.say(chat, KIND.text, all)).toBe(1)
    expect(await headOf(server, carla.person, chat)).toMatchObject({ mentionSeq: 1 })
  })

  test('R7 nothing of who is blocked enters the direct chat but the deletion of what he wrote', async () => {
    const { chat, other } = await direct()
    const shared = await createGroup(server, anna.person, [other.person])
    const before = await anna.text(chat)
    const poll = await anna.poll(chat)
    const { sql } = server.database
    await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${other.person.user}, ${anna.person.user}, 0)`
    for (const kind of [KIND.text, KIND.poll, KIND.meta, 7]) expect(await anna.say(chat, kind)).toBe('NOT_ACCEPTING')
    for (const kind of [reaction, edit, pin])
      expect(await anna.say(chat, kind, { target: before })).toBe('NOT_ACCEPTING')
    for (const kind of [vote, close]) expect(await anna.say(chat, kind, { target: poll })).toBe('NOT_ACCEPTING')
    expect(await anna.say(chat, erase, { target: before })).toBe(3)
    expect(await other.say(chat, KIND.text)).toBe(4)
    expect(await anna.say(shared.chat, KIND.text)).toBe(1)
  })
})

describe('R13 R14 what is spoken of', () => {
  test('R14 a message takes 200 edits and no more', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    for (let times = 0; times < 200; times++)
      expect(await carla.say(chat, KIND.edit, { target })).toEqual(expect.any(Number))
    expect(await carla.say(chat, KIND.edit, { target })).toBe('LIMIT_REACHED')
    expect(await carla.say(chat, KIND.edit, { target: await carla.text(chat) })).toEqual(expect.any(Number))
    expect(await carla.say(chat, KIND.delete, { target })).toEqual(expect.any(Number))
  })

  test('R23 the name of a chat does not disappear, whatever a member says', async () => {
    const { chat } = await group()
    const clear = { expiresAt: Date.now() - 1 }
    const seq = await carla.say(chat, KIND.meta, { clear })
    const { sql } = server.database
    expect(await sql`SELECT expires_at FROM messages WHERE chat_id = ${chat} AND seq = ${seq}`).toEqual([
      { expires_at: null },
    ])
  })

  test('S6 an edit looks for its message in its own chat only (CVE-2023-28325)', async () => {
    const [here, there] = [await group(), await group()]
    const target = await carla.text(there.chat)
    for (const kind of [KIND.edit, KIND.delete, KIND.reaction])
      expect(await carla.say(here.chat, kind, { target })).toBe('TARGET_GONE')
    const secret = await createGroup(server, anna.person, [boris.person])
    const hidden = await anna.text(secret.chat)
    expect(await carla.say(secret.chat, KIND.edit, { target: hidden })).toBe('NOT_A_MEMBER')
    expect(deadRows(await anna.page(secret.chat))).toEqual([])
  })

  test('S6 nobody takes the id of a message of somebody else', async () => {
    const { chat } = await group()
    const msgId = await carla.text(chat)
    expect(await dina.say(chat, KIND.text, { msgId })).toBe('ENVELOPE_INVALID')
    expect(await dina.say(chat, KIND.reaction, { msgId, target: msgId })).toBe('ENVELOPE_INVALID')
    // Both on their way at once: the first one has it.
    const shared = newMsgId()
    const answers = await Promise.all([carla, dina].map((who) => who.say(chat, KIND.text, { msgId: shared })))
    expect(answers.map((one) => typeof one).toSorted()).toEqual(['number', 'string'])
  })

  test('R13 what is deleted takes no more annotations, whoever sends them', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    await carla.say(chat, KIND.delete, { target })
    for (const kind of [KIND.edit, KIND.delete, KIND.reaction])
      expect(await carla.say(chat, kind, { target })).toBe('TARGET_GONE')
    expect(await boris.say(chat, KIND.pin, { target })).toBe('TARGET_GONE')
  })

  test('R14 nobody speaks of an annotation, of the info of the chat, or of nothing', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    for (const kind of [KIND.edit, KIND.reaction, KIND.meta]) {
      const msgId = newMsgId()
      await carla.say(chat, kind, { target, msgId })
      for (const about of [KIND.reaction, KIND.edit, KIND.delete])
        expect(await carla.say(chat, about, { target: msgId })).toBe('FORBIDDEN')
      expect(await anna.say(chat, KIND.pin, { target: msgId })).toBe('FORBIDDEN')
    }
    expect(await carla.say(chat, KIND.reaction, { target: newMsgId() })).toBe('TARGET_GONE')
  })

  test('R14 R23 what lies outside my memberships is not there for me', async () => {
    const first = await createGroup(server, anna.person, [boris.person], { policy: { history: false } })
    const { chat } = first
    const [old, pinned] = [await anna.text(chat), await anna.text(chat)]
    const roster = sortRoster([...first.roster, { ...carla.person.rosterEntry(ROLE.member), since: 1 }])
    await sendEpoch(server, anna.person, changeEpoch(first, anna.person, { reason: REASON.add, roster }))
    expect(await carla.say(chat, KIND.reaction, { target: old, epoch: 1 })).toBe('TARGET_GONE')
    expect(await anna.say(chat, KIND.pin, { target: pinned, epoch: 1 })).toBe(3)
    const pins = (who: Voice) => call(server.realtime.messages.pins, { chat }, server.as(who.person))
    expect(await pins(carla)).toEqual({ pins: [], targets: [] })
    expect(await pins(boris)).toMatchObject({ pins: [{ seq: 3 }], targets: [{ seq: 2 }] })
    await expect(pins(dina)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('R13 R14 what is erased', () => {
  test('R13 a deletion erases the message and all that was said of it; what proves the deletion stays', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    await carla.say(chat, KIND.edit, { target })
    await dina.say(chat, KIND.reaction, { target })
    await anna.say(chat, KIND.pin, { target })
    const other = await carla.text(chat)
    await dina.say(chat, KIND.reaction, { target: other })
    const before = await anna.page(chat)
    expect(await boris.say(chat, KIND.delete, { target })).toBe(7)
    const after = await anna.page(chat)
    expect(deadRows(after)).toEqual([1, 2, 3, 4])
    for (const [i, row] of after.rows.slice(0, 4).entries()) {
      const envelope = Buffer.from(before.rows[i]?.envelope ?? '', 'base64url')
      expect(Buffer.from(row.header ?? '', 'base64url')).toEqual(
        Buffer.from(decodeEnvelopeHeader(envelope).headerBytes),
      )
      expect(Buffer.from(row.content ?? '', 'base64url')).toEqual(Buffer.from(hashSealedContent(envelope)))
    }
    const erased = await dina.socket.next('messages.erased', (frame) => frame.chat === chat)
    expect(erased.rows).toEqual(after.rows.slice(0, 4))
    expect(await server.database.sql`SELECT target FROM message_reactions WHERE chat_id = ${chat}`).toEqual([
      { target: other },
    ])
    // Counters stay: unread is what was counted above my mark (R15).
    expect(await headOf(server, dina.person, chat)).toMatchObject({ msgCount: 2 })
    const [, kept] = (await anna.page(chat, { after: '0', limit: '1' })).annotations
    expect(kept).toBeUndefined()
    expect((await anna.page(chat, { after: '0', limit: '1' })).annotations.map((row) => row.seq)).toEqual([7])
  })

  test('R14 a newer reaction erases the older one, of this person and on this message alone', async () => {
    const { chat } = await group()
    const [one, two] = [await carla.text(chat), await carla.text(chat)]
    await dina.say(chat, KIND.reaction, { target: one }) // 3
    await dina.say(chat, KIND.reaction, { target: two }) // 4
    await boris.say(chat, KIND.reaction, { target: one }) // 5
    expect(await dina.say(chat, KIND.reaction, { target: one })).toBe(6)
    expect(deadRows(await anna.page(chat))).toEqual([3])
    expect(await anna.socket.next('messages.erased', (frame) => frame.chat === chat)).toMatchObject({
      rows: [{ seq: 3 }],
    })
    await carla.say(chat, KIND.edit, { target: one })
    await carla.say(chat, KIND.edit, { target: one })
    // Earlier versions stay: the history of a message can be seen.
    expect(deadRows(await anna.page(chat))).toEqual([3])
  })

  test('R14 who votes twice has one vote; a closed poll takes none and is closed once', async () => {
    const { chat } = await group()
    const target = await carla.poll(chat)
    for (const seq of [2, 3, 4]) expect(await dina.say(chat, KIND.vote, { target })).toBe(seq)
    expect(deadRows(await anna.page(chat))).toEqual([2, 3])
    expect(await carla.say(chat, KIND.close, { target })).toBe(5)
    expect(await dina.say(chat, KIND.vote, { target })).toBe('FORBIDDEN')
    expect(await carla.say(chat, KIND.close, { target })).toBe('FORBIDDEN')
    expect(deadRows(await anna.page(chat))).toEqual([2, 3])
  })

  test('G2 a repeated deletion or reaction is answered like the first and erases nothing again', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    const [mine, gone] = [newMsgId(), newMsgId()]
    expect(await dina.say(chat, KIND.reaction, { target, msgId: mine })).toBe(2)
    expect(await dina.say(chat, KIND.reaction, { target, msgId: mine })).toBe(2)
    expect(deadRows(await anna.page(chat))).toEqual([])
    expect(await carla.say(chat, KIND.delete, { target, msgId: gone })).toBe(3)
    expect(await carla.say(chat, KIND.delete, { target, msgId: gone })).toBe(3)
  })

  test('a message that many reacted to is told in frames that fit', async () => {
    const { chat } = await createGroup(server, anna.person, [])
    const target = await anna.text(chat)
    const { sql } = server.database
    await sql`
      INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope, header_size)
      SELECT ${chat}, i, 'u' || i, 'm' || i, 0, 0, 18, ${target}, 1, decode(repeat('ab', 300), 'hex'), 150
      FROM generate_series(2, 1001) i`
    await sql`UPDATE chats SET last_seq = 1001 WHERE id = ${chat}`
    const from = anna.socket.frames.length
    await anna.say(chat, KIND.delete, { target })
    await anna.socket.next('messages.erased', (frame) => frame.rows.at(-1)?.seq === 1001, { from })
    const frames = anna.socket.all('messages.erased').filter((frame) => frame.chat === chat)
    expect(frames.flatMap((frame) => frame.rows.map((row) => row.seq))).toEqual(
      Array.from({ length: 1001 }, (_, i) => i + 1),
    )
    for (const frame of frames) expect(JSON.stringify(frame).length).toBeLessThan(65_536)
  })
})

describe('R14 R15 what else a row changes', () => {
  test('R14 a page brings what is said above it about its rows, at most 200 for each, edits first', async () => {
    const { chat } = await group()
    const target = await carla.text(chat)
    await carla.say(chat, KIND.edit, { target }) // 2
    await carla.text(chat) // 3
    const { sql } = server.database
    await sql`
      INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope, header_size)
      SELECT ${chat}, i, 'u' || i, 'm' || i, 0, 0, 18, ${target}, 2, decode(repeat('ab', 300), 'hex'), 150
      FROM generate_series(4, 303) i`
    await sql`UPDATE chats SET last_seq = 303 WHERE id = ${chat}`
    const first = await anna.page(chat, { after: '0', limit: '1' })
    expect(first.annotations).toHaveLength(200)
    expect(first.annotations[0]).toMatchObject({ seq: 2, envelope: expect.any(String) })
    expect(first.annotations.at(-1)).toMatchObject({ seq: 303 })
    // What stands in the page is not said twice.
    const more = await anna.page(chat, { after: '0', limit: '5' })
    expect(more.annotations.map((row) => row.seq).every((seq) => seq > 5)).toBe(true)
    expect((await anna.page(chat, { after: '1', limit: '2' })).annotations).toEqual([])
    expect((await anna.page(chat, { before: '2' })).annotations).toHaveLength(200)
  })

  test('R14 much that is said makes a page short and never leaves anything out', async () => {
    const { chat } = await createGroup(server, anna.person, [])
    const targets = [await anna.text(chat), await anna.text(chat), await anna.text(chat)]
    const { sql } = server.database
    for (const [i, target] of targets.entries())
      await sql`
        INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, target, msg_no, envelope, header_size)
        SELECT ${chat}, ${4 + 20 * i} + i, 'u', 'm' || ${i} || '.' || i, 0, 0, 16, ${target}, 3,
          decode(repeat('ab', 60000), 'hex'), 150 FROM generate_series(0, 19) i`
    await sql`UPDATE chats SET last_seq = 63 WHERE id = ${chat}`
    const seqs = (page: Awaited<ReturnType<Voice['page']>>) => page.rows.map((row) => row.seq)
    const first = await anna.page(chat, { after: '0', limit: '3' })
    expect(seqs(first)).toEqual([1])
    // A megabyte about one message, the newest of it.
    expect(first.annotations.map((row) => row.seq)).toEqual(Array.from({ length: 18 }, (_, i) => 6 + i))
    expect(seqs(await anna.page(chat, { after: '1', limit: '2' }))).toEqual([2])
    expect(seqs(await anna.page(chat, { before: '4', limit: '3' }))).toEqual([3])
  })

  test('R15 a mention reaches its members alone, in messages and edits, and never its author', async () => {
    const { chat } = await group()
    const stranger = new TestPerson()
    const users = [carla.person.user, stranger.user, anna.person.user]
    const target = await anna.text(chat, { clear: { notify: { all: false, users } } })
    const seen = async (who: Voice) => (await headOf(server, who.person, chat)).mentionSeq
    expect(await Promise.all([anna, boris, carla].map(seen))).toEqual([0, 0, 1])
    await anna.say(chat, KIND.edit, { target, clear: { notify: { all: false, users: [boris.person.user] } } })
    await anna.say(chat, KIND.reaction, { target, clear: { notify: { all: false, users: [dina.person.user] } } })
    expect(await Promise.all([boris, carla, dina].map(seen))).toEqual([2, 1, 0])
  })

  test('R8 R15 what a device sends by itself reads nothing for its person', async () => {
    const { chat } = await group()
    await anna.text(chat)
    await carla.say(chat, KIND.meta)
    expect(await headOf(server, carla.person, chat)).toMatchObject({ metaSeq: 2, msgCount: 1, readCount: 0 })
    await carla.text(chat)
    await carla.say(chat, KIND.meta)
    expect(await headOf(server, carla.person, chat)).toMatchObject({ metaSeq: 4, msgCount: 2, readCount: 2 })
  })

  test('a message of whoever was asked accepts the chat; a reaction does not', async () => {
    const { chat, other } = await direct()
    await server.database.sql`
      UPDATE chat_participants SET request = true WHERE chat_id = ${chat} AND user_id = ${other.person.user}`
    const target = await anna.text(chat)
    const asked = async () => (await headOf(server, other.person, chat)).request
    await other.say(chat, KIND.reaction, { target })
    expect(await asked()).toBe(true)
    await other.text(chat)
    expect(await asked()).toBe(false)
  })
})
