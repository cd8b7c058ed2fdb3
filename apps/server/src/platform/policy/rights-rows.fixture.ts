import { encodeBody, encodeEnvelopeHeader, decodeEnvelopeHeader, KIND, REASON, ROLE } from '@soroka/protocol/records'
import { changeEpoch, proofText, proveJoin, removeMembers, setPolicy, setRoles } from '../../testing/group-epochs.ts'
import { newMsgId, randomId } from '../../testing/people.ts'
import { disclose, sealedEnvelope } from '../../testing/sealed.ts'
import { download } from '../../testing/uploads.ts'
import type { TestEpoch } from '../../testing/sealed.ts'
import type { Action } from './index.ts'
import { callRows } from './rights-calls.fixture.ts'
import { guestRows } from './rights-guests.fixture.ts'
import type { RightsObject, RightsWorld, Someone } from './rights-people.fixture.ts'
import { http, listed, members, out, readers, two, twoOut } from './rights-row.fixture.ts'
import type { Row, Try } from './rights-row.fixture.ts'

/** An epoch that is right but for its boxes: 'boxes' comes after every question of right, and nothing is changed. */
const epoch = (name: string, make: (who: Someone, head: TestEpoch, world: RightsWorld) => TestEpoch) => ({
  name,
  tries: http('POST', '/chats/{chat}/epochs', (who, { head }, world) => {
    const { record } = make(who, head, world)
    return { record, boxes: [{ user: who.client.user, box: 'AAAA'.repeat(390).slice(0, 1558) }] }
  }),
})

const send =
  (kind: number, ext: Parameters<typeof encodeEnvelopeHeader>[0]['ext'] = []): Try =>
  async (who, object) => {
    const { header } = decodeEnvelopeHeader(Buffer.from(object.message, 'base64url'))
    const envelope = withHeader(sealedFor(who, object, kind), (mine) => ({
      ...mine,
      ext,
      ...(mine.target === undefined ? {} : { target: header.msgId }),
    }))
    const answer = await who.socket.send(envelope)
    return answer.t === 'message.accepted' ? 'ok' : answer.code
  }

const sealedFor = (who: Someone, { chat, head }: RightsObject, kind: number): string =>
  sealedEnvelope(who.client.person, chat, { kind, epoch: head.epoch.n })

type Header = Parameters<typeof encodeEnvelopeHeader>[0]
function withHeader(envelope: string, change: (header: Header) => Header): string {
  const bytes = Buffer.from(envelope, 'base64url')
  const { header, headerBytes } = decodeEnvelopeHeader(bytes)
  return Buffer.concat([encodeEnvelopeHeader(change(header)), bytes.subarray(headerBytes.length)]).toString('base64url')
}

/** Whether the answer for several chats holds this one, and something of it. */
const newest: Try = async (who, { chat }) => {
  const body = { chats: [{ chat, limit: 10 }] }
  const answer = await who.client.ask<{ pages: { chat: string; rows: unknown[] }[] }>('/messages/newest', {
    method: 'POST',
    body,
  })
  return answer.body.pages.some((page) => page.chat === chat && page.rows.length > 0) ? 'ok' : 'NOT_FOUND'
}

/** A mark has no answer: what was stored tells. */
const mark: Try = async (who, { chat }, { server }) => {
  const { sql } = server.database
  await sql`UPDATE chat_participants SET read_seq = 0 WHERE chat_id = ${chat} AND user_id = ${who.client.user}`
  who.socket.tell({ t: 'chat.mark', chat, read: 1 })
  for (let tries = 0; tries < 15; tries++) {
    await new Promise((go) => setTimeout(go, 100))
    const [row] = await sql<{ read: number }[]>`
      SELECT read_seq::float8 AS read FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${who.client.user}`
    if (row?.read === 1) return 'ok'
  }
  return 'NOT_A_MEMBER'
}

/** Typing is answered only when it is refused, and before the answer to a later ping. */
const type: Try = async ({ socket }, { chat }) => {
  const from = socket.frames.length
  const id = from + 1_000_000
  socket.tell({ t: 'typing.start', chat })
  socket.tell({ t: 'ping', id })
  await socket.next('pong', (frame) => frame.id === id)
  const refusal = socket.frames.slice(from).find((frame) => frame.t === 'error')
  return refusal?.t === 'error' ? refusal.code : 'ok'
}

const linkOf = (other: boolean) =>
  http('POST', '/files/{file}/link', (_, { chat }, { objects }) => ({
    chat: other ? objects.announcements.chat : chat,
  }))

const content: Try = async (who, { chat, file }) => {
  const got = await download(who.client, file, chat)
  return typeof got === 'string' ? got : 'ok'
}

const forgedContent: Try = async (who, { chat, file }) => {
  const query = new URLSearchParams({
    chat,
    user: who.client.user,
    until: String(Date.now() + 60_000),
    mac: 'A'.repeat(43),
  })
  const answer = await who.client.ask(`/files/${file}/content?${query.toString()}`)
  return answer.status === 200 ? 'ok' : (answer.code ?? '')
}

const forward: Try = async (who, { chat, head }, { objects }) => {
  const clear = { files: [objects.announcements.file] }
  const answer = await who.socket.send(sealedEnvelope(who.client.person, chat, { epoch: head.epoch.n, clear }))
  return answer.t === 'message.accepted' ? 'ok' : answer.code
}

const schedule = http('POST', '/scheduled', (who, object) => {
  const sendAt = Buffer.alloc(8)
  sendAt.writeBigUInt64BE(BigInt(Date.now() + 3_600_000))
  const envelope = withHeader(sealedFor(who, object, KIND.text), (header) => ({
    ...header,
    ext: [{ tag: 4, bytes: new Uint8Array(sendAt) }],
  }))
  return { envelope }
})

const all = 'EPOCH_REFUSED:boxes'
const not = 'EPOCH_REFUSED:rights'
const noRoster = 'EPOCH_REFUSED:roster'

/** What is tried in this order; what ends a chat comes last. 'no chat': its object is no chat, or the caller's own. */
export const rows: Readonly<Record<Action, 'no chat' | readonly Row[]>> = {
  'auth.signUp.start': 'no chat',
  'auth.signUp.resend': 'no chat',
  'auth.signUp.finish': 'no chat',
  'auth.signIn.start': 'no chat',
  'auth.signIn.finish': 'no chat',
  'auth.signIn.device': 'no chat',
  'auth.recovery.start': 'no chat',
  'auth.recovery.verify': 'no chat',
  'auth.recovery.finish': 'no chat',
  'auth.link.start': 'no chat',
  'auth.link.state': 'no chat',
  'auth.link.finish': 'no chat',
  'auth.passkeys.list': 'no chat',
  'auth.passkeys.start': 'no chat',
  'auth.passkeys.add': 'no chat',
  'auth.passkeys.remove': 'no chat',
  'auth.passkeys.signIn.start': 'no chat',
  'auth.passkeys.signIn.finish': 'no chat',
  'auth.unlock.start': 'no chat',
  'auth.unlock.finish': 'no chat',
  'auth.password.change': 'no chat',
  'auth.recoveryKey.replace': 'no chat',
  'auth.signIn.secondFactor': 'no chat',
  'auth.recovery.secondFactor': 'no chat',
  'auth.totp.get': 'no chat',
  'auth.totp.start': 'no chat',
  'auth.totp.enable': 'no chat',
  'auth.totp.renewCodes': 'no chat',
  'auth.totp.disable': 'no chat',
  'auth.email.start': 'no chat',
  'auth.email.finish': 'no chat',
  'auth.refresh': 'no chat',
  'auth.signOut': 'no chat',
  'auth.ticket': 'no chat',
  'account.get': 'no chat',
  'account.known': 'no chat',
  'account.update': 'no chat',
  'account.remove': 'no chat',
  'account.setPhoto': 'no chat',
  'devices.list': 'no chat',
  'devices.rename': 'no chat',
  'devices.key': 'no chat',
  'devices.revoke': 'no chat',
  'devices.link.look': 'no chat',
  'devices.link.approve': 'no chat',
  'devices.link.refuse': 'no chat',
  'users.find': 'no chat',
  'users.get': 'no chat',
  'users.photo': 'no chat',
  'users.chain': 'no chat',
  'users.chains': 'no chat',
  'contacts.list': 'no chat',
  'contacts.add': 'no chat',
  'contacts.remove': 'no chat',
  'contacts.blocks': 'no chat',
  'contacts.block': 'no chat',
  'contacts.unblock': 'no chat',
  'vault.list': 'no chat',
  'vault.put': 'no chat',
  'files.usage': 'no chat',
  'files.upload': 'no chat',
  'messages.scheduled': 'no chat',
  'messages.preview': 'no chat',
  'push.key': 'no chat',
  'push.subscribe': 'no chat',
  'push.unsubscribe': 'no chat',
  'push.holds': 'no chat',
  'push.test': 'no chat',
  'push.devices': 'no chat',
  'push.settings': 'no chat',
  'push.setSettings': 'no chat',
  'place.get': 'no chat',
  'place.look': 'no chat',
  'place.set': 'no chat',
  'place.invites': 'no chat',
  'place.invite': 'no chat',
  'place.revoke': 'no chat',
  'doctor.look': 'no chat',
  'doctor.mail': 'no chat',
  'admin.people': 'no chat',
  'admin.suspend': 'no chat',
  'admin.unsuspend': 'no chat',
  'admin.remove': 'no chat',
  'admin.setRole': 'no chat',
  'admin.resetFactor': 'no chat',
  'admin.audit': 'no chat',
  'reports.list': 'no chat',
  'reports.count': 'no chat',
  'reports.close': 'no chat',
  'gifs.offer': 'no chat',
  'gifs.search': 'no chat',
  'gifs.picture': 'no chat',
  'socket.presence.watch': 'no chat',
  'socket.focus': 'no chat',
  'socket.ping': 'no chat',
  'chats.createDirect': 'no chat',
  'chats.createGroup': 'no chat',
  'chats.list': [{ tries: listed(() => '/chats'), group: readers, direct: two }],
  'chats.common': [
    {
      tries: listed(({ people }) => `/users/${people.admin.client.user}/chats`),
      group: members,
      direct: '. . . . . . .',
    },
  ],
  'chats.get': [{ tries: http('GET', '/chats/{chat}'), group: readers, direct: two }],
  'chats.epochs': [{ tries: http('GET', '/chats/{chat}/epochs'), group: readers, direct: two }],
  'chats.addEpoch': [
    {
      ...epoch('a new key', (who, head) => changeEpoch(head, who.client.person, { reason: REASON.rekey })),
      group: `${all} ${all} ${all} ${all} . . .`,
      direct: `${all} . . ${all} . . .`,
    },
    {
      ...epoch('a removal', (who, head, { people }) =>
        removeMembers(head, who.client.person, [people.blocked.client.person]),
      ),
      group: `${all} ${all} ${not} EPOCH_REFUSED:author . . .`,
      direct: `${noRoster} . . EPOCH_REFUSED:author . . .`,
    },
    {
      ...epoch('the removal of an admin', (who, head, { people }) =>
        changeEpoch(head, who.client.person, {
          reason: REASON.remove,
          roster: head.roster.filter((entry) => entry.user !== people.admin.client.user),
        }),
      ),
      group: `${all} EPOCH_REFUSED:author ${not} ${not} . . .`,
      direct: `EPOCH_REFUSED:boxes . . EPOCH_REFUSED:boxes . . .`,
    },
    {
      ...epoch('other rights', (who, head) => setPolicy(head, who.client.person, { pin: 1 })),
      group: `${all} ${all} ${not} ${not} . . .`,
      direct: `${all} . . ${all} . . .`,
    },
    {
      ...epoch('an owner more', (who, head, { people }) =>
        setRoles(head, who.client.person, new Map([[people.member.client.user, ROLE.owner]])),
      ),
      group: `${all} ${not} ${not} ${not} . . .`,
      direct: `${all} . . ${all} . . .`,
    },
  ],
  'chats.accept': [{ tries: http('POST', '/chats/{chat}/accept'), group: members, direct: two }],
  'chats.mute': [{ tries: http('PUT', '/chats/{chat}/mute', () => ({ until: 0 })), group: members, direct: two }],
  'chats.level': [{ tries: http('PUT', '/chats/{chat}/level', () => ({ level: null })), group: members, direct: two }],
  'chats.members': [{ tries: http('GET', '/chats/{chat}/members'), group: members, direct: two }],
  'chats.setCard': [
    {
      tries: http('PUT', '/chats/{chat}/invites/{pub}', () => ({ card: 'AAAA' })),
      group: 'ok ok FORBIDDEN FORBIDDEN . . .',
      direct: 'INVITE_INVALID . . INVITE_INVALID . . .',
    },
  ],
  'chats.invites': [
    { tries: http('GET', '/chats/{chat}/invites'), group: 'ok ok FORBIDDEN FORBIDDEN . . .', direct: two },
  ],
  'chats.invite': [
    {
      tries: http('GET', '/chats/{chat}/invites/{pub}'),
      group: 'ok ok ok ok ok ok ok',
      direct: Array(7).fill('INVITE_INVALID').join(' '),
    },
  ],
  'chats.join': [
    {
      name: 'with a proof that is none',
      tries: http('POST', '/chats/{chat}/joins', (_, { link }) => ({ pub: link.pub, proof: 'A'.repeat(86) })),
      group: 'ok ok ok ok SIGNATURE_WRONG SIGNATURE_WRONG SIGNATURE_WRONG',
      direct: 'ok INVITE_INVALID INVITE_INVALID ok INVITE_INVALID INVITE_INVALID INVITE_INVALID',
    },
    {
      name: 'with the link',
      tries: http('POST', '/chats/{chat}/joins', (who, { link, chat }) => ({
        pub: link.pub,
        proof: proofText(proveJoin(link, chat, who.client.person)),
      })),
      group: 'ok ok ok ok ok ok ok',
      direct: 'ok INVITE_INVALID INVITE_INVALID ok INVITE_INVALID INVITE_INVALID INVITE_INVALID',
    },
  ],
  'chats.refuseJoin': [
    {
      name: 'of another',
      tries: http('DELETE', `/chats/{chat}/joins/${randomId()}`),
      group: 'ok ok FORBIDDEN FORBIDDEN . . .',
      direct: 'ok . . ok . . .',
    },
    {
      name: 'of mine',
      tries: (who, object, world) => http('DELETE', `/chats/{chat}/joins/${who.client.user}`)(who, object, world),
      group: 'ok ok ok ok ok ok ok',
      direct: 'ok ok ok ok ok ok ok',
    },
  ],
  'reports.make': [
    {
      name: 'with a signature that is none',
      tries: http('POST', '/chats/{chat}/reports', (who, { message }) => {
        const { headerBytes, header } = decodeEnvelopeHeader(Buffer.from(message, 'base64url'))
        const body = encodeBody({ type: header.kind, text: '', ext: [] })
        return { reason: 'spam', disclosures: [disclose(who.client.device, headerBytes, body)] }
      }),
      group: `REPORT_UNPROVED:own ${Array(5).fill('REPORT_UNPROVED:signature').join(' ')} .`,
      direct: 'REPORT_UNPROVED:own . . REPORT_UNPROVED:signature . . .',
    },
  ],
  'messages.list': [{ tries: http('GET', '/chats/{chat}/messages'), group: readers, direct: two }],
  'messages.newest': [{ tries: newest, group: readers, direct: two }],
  'messages.pins': [{ tries: http('GET', '/chats/{chat}/pins'), group: readers, direct: two }],
  'messages.at': [{ tries: http('GET', '/chats/{chat}/seq?at=0'), group: readers, direct: two }],
  'messages.readers': [{ tries: http('GET', '/chats/{chat}/messages/1/readers'), group: members, direct: two }],
  'messages.schedule': [
    {
      tries: schedule,
      group: out('ok ok ok ok'),
      announcements: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
  ],
  'messages.unschedule': [
    {
      tries: (who, object, world) => http('DELETE', `/scheduled/{chat}/${newMsgId()}`)(who, object, world),
      group: '. . . . . . .',
      direct: '. . . . . . .',
    },
  ],
  'files.link': [
    { tries: linkOf(false), group: readers, direct: two },
    {
      name: 'as if it were in another chat',
      tries: linkOf(true),
      group: Array(7).fill('.').join(' '),
      announcements: readers,
      direct: Array(7).fill('.').join(' '),
    },
  ],
  'files.content': [
    { tries: content, group: readers, direct: two },
    {
      name: 'by a link that this server did not sign',
      tries: forgedContent,
      group: Array(7).fill('.').join(' '),
      direct: Array(7).fill('.').join(' '),
    },
  ],
  'socket.message.send': [
    {
      name: 'a text',
      tries: send(KIND.text),
      group: out('ok ok ok ok'),
      announcements: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'a reaction',
      tries: send(KIND.reaction),
      group: out('ok ok ok ok'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'a pin',
      tries: send(KIND.pin),
      group: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'a call to all',
      tries: send(KIND.text, [{ tag: 1, bytes: new Uint8Array([1, 0]) }]),
      group: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'an edit of the owner’s message',
      tries: send(KIND.edit),
      group: out('ok FORBIDDEN FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'a close of what is no poll',
      tries: send(KIND.close),
      group: out('FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN'),
      direct: twoOut('FORBIDDEN', 'NOT_ACCEPTING'),
    },
    {
      name: 'a file of the announcements',
      tries: forward,
      group: out('ok ok ok ok'),
      announcements: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
    {
      name: 'the info',
      tries: send(KIND.meta),
      group: out('ok ok ok ok'),
      direct: twoOut('ok', 'NOT_ACCEPTING'),
    },
  ],
  'socket.chat.mark': [{ tries: mark, atOnce: true, group: out('ok ok ok ok'), direct: twoOut('ok', 'ok') }],
  'socket.typing.start': [{ tries: type, group: out('ok ok ok ok'), direct: twoOut('ok', 'ok') }],
  ...callRows,
  ...guestRows,
  'chats.leave': [
    {
      name: 'with a leave that is none',
      tries: http('POST', '/chats/{chat}/leave', () => ({ leave: 'AAAA' })),
      group: `${Array(6).fill('EPOCH_REFUSED:version').join(' ')} .`,
      direct: 'EPOCH_REFUSED:version . . EPOCH_REFUSED:version . . .',
    },
  ],
  'chats.forget': [
    {
      tries: http('DELETE', '/chats/{chat}/me'),
      group: 'FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN ok ok .',
      direct: 'FORBIDDEN . . FORBIDDEN . . .',
    },
  ],
  'chats.remove': [
    {
      tries: http('DELETE', '/chats/{chat}'),
      group: 'ok FORBIDDEN FORBIDDEN FORBIDDEN . . .',
      direct: 'FORBIDDEN . . FORBIDDEN . . .',
    },
  ],
}
