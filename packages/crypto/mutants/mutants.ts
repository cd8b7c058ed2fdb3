import { fileURLToPath } from 'node:url'
import type { Mutant, MutantSet } from '../../../scripts/mutants/mutant.ts'

const order = 'protocol/src/records/epoch-order.ts'
const chainState = 'protocol/src/records/chain-state.ts'
const rosterChanges = 'protocol/src/records/roster-changes.ts'
const verifyEpoch = 'crypto/src/epoch/verify-epoch.ts'
const openMessage = 'crypto/src/message/open-message.ts'
const chain = 'crypto/src/account/chain.ts'
const openSignal = 'crypto/src/call/open-signal.ts'
const inviteOrder = 'protocol/src/records/invite-order.ts'
const chatMeta = 'crypto/src/group/chat-meta.ts'

const linkDevice = 'crypto/src/account/link-device.ts'

const mutants: readonly Mutant[] = [
  {
    name: 'E94 the fingerprint of the code is not checked',
    file: linkDevice,
    from: 'if (!equal(fingerprintDevice(device), offer.keys))',
    to: 'if (offer.keys.length === 0)',
  },
  {
    name: 'E95 anybody approves a new device',
    file: linkDevice,
    from: 'if (!equal(approval({ offer, user, ikFp: chain.ikFp }, chain, box), args.proof)) return null',
    to: '',
  },
  {
    name: 'E95 the approval holds for any box',
    file: linkDevice,
    from: "concat(contextOf(place), chain.headHash, hashRecord('device-box', box))",
    to: "concat(contextOf(place), chain.headHash, hashRecord('device-box', box.subarray(0, 0)))",
  },
  {
    name: 'a vault entry opens under any version',
    file: 'crypto/src/account/vault-entry.ts',
    from: '.id(key, KEY_BYTES).u64(version)',
    to: '.id(key, KEY_BYTES).u64(0)',
  },
  {
    name: 'vault entries lie under the oldest key',
    file: 'crypto/src/account/vault-entry.ts',
    from: 'const { gen } = newest',
    to: 'const { gen } = oldest',
  },
  {
    name: 'device signature unchecked',
    file: verifyEpoch,
    from: "return (await verify(certified.signPub, sig, input)) ? null : 'signature'",
    to: 'return (await verify(certified.signPub, sig, input)) ? null : null',
  },
  {
    name: 'epoch signature unchecked',
    file: verifyEpoch,
    from: 'if (author !== null) return',
    to: "if (author === 'no_chain') return",
  },
  {
    name: 'leave signature unchecked',
    file: verifyEpoch,
    from: 'if (refusal !== null) return',
    to: "if (refusal === 'no_chain') return",
  },
  {
    name: 'pinned identity unchecked',
    file: verifyEpoch,
    from: 'if (foreign !== null)',
    to: 'if (foreign === undefined)',
  },
  { name: 'revoked device accepted', file: chainState, from: "? device : 'revoked'", to: '? device : device' },
  {
    name: 'revocation at the roster seq ignored',
    file: chainState,
    from: 'device.revokedSeq > at.chainSeq',
    to: 'device.revokedSeq >= at.chainSeq',
  },
  {
    name: 'withheld chain accepted',
    file: chainState,
    from: "if (at.chainSeq > state.seq) return 'chain_behind'",
    to: '',
  },
  { name: 'device of a later identity accepted', file: chainState, from: ' || device.addedSeq >= end', to: '' },
  {
    name: 'chain order unchecked',
    file: chainState,
    from: "if (entry.seq !== (state === null ? 0 : state.seq + 1)) return refuse('stale')",
    to: '',
  },
  {
    name: 'chain past unchecked',
    file: chainState,
    from: 'if (!equal(entry.prevHash, state === null ? ORIGIN_HASH : state.headHash))',
    to: 'if (false)',
  },
  {
    name: 'chain signature unchecked',
    file: chain,
    from: '!(await verify(signer, entry.sig, chainSigningInput(entry)))',
    to: 'false',
  },
  { name: 'chain owner unchecked', file: chain, from: 'if (entry.user !== user)', to: 'if (false)' },
  { name: 'pin unchecked', file: chain, from: 'if (!equal(pin.ikFp, state.ikFp))', to: 'if (false)' },
  {
    name: 'pinned chain head unchecked',
    file: chain,
    from: "state.seq === pin.seq && !equal(pin.headHash, state.headHash) ? 'rolled_back' : 'ok'",
    to: "'ok'",
  },
  { name: 'rolled-back chain accepted', file: chain, from: 'if (state.seq < pin.seq)', to: 'if (false)' },
  { name: 'epoch past unchecked', file: order, from: 'if (!equal(record.prevHash, prev.hash))', to: 'if (false)' },
  { name: 'epoch number unchecked', file: order, from: "if (record.n !== prev.record.n + 1) return 'stale'", to: '' },
  { name: 'log fork unchecked', file: order, from: 'if (a.seq === b.seq && !equal(a.hash, b.hash))', to: 'if (false)' },
  {
    name: 'author outside the roster',
    file: order,
    from: "return 'author'\n  const diff",
    to: 'return null\n  const diff',
  },
  {
    name: 'rights unchecked',
    file: order,
    from: "if (!mayWrite(author, prev, record, diff)) return 'rights'\n  if (outranked(author, diff, record.reason)) return 'rights'",
    to: '',
  },
  { name: 'removal passes as a rekey', file: order, from: '!drops || direct', to: 'direct' },
  {
    name: 'leave without the leaver',
    file: order,
    from: 'if (diff.removed.length === 0 || record.leaves.length !== diff.removed.length)',
    to: 'if (record.leaves.length === 0) return null\n  if (false)',
  },
  { name: 'old leave replayed', file: order, from: 'leave.epoch >= entry.since', to: 'true' },
  {
    name: 'prevBox rule unchecked',
    file: order,
    from: "return (record.prevBox !== undefined) === bridges(prev, record) ? null : 'prev_box'",
    to: 'return null',
  },
  { name: 'key bridged to a new identity', file: order, from: '!identityChanged && ', to: '' },
  {
    name: 'floor not raised by a removal',
    file: order,
    from: '  REASON.remove,\n  REASON.leave,',
    to: '  REASON.leave,',
  },
  {
    name: 'floor not raised by a revocation',
    file: order,
    from: '  REASON.revoke,\n  REASON.puk,\n  REASON.reset,',
    to: '  REASON.puk,\n  REASON.reset,',
  },
  {
    name: 'roster hash unchecked',
    file: rosterChanges,
    from: 'return equal(hashRoster(roster), record.rosterHash) ? roster : null',
    to: 'return roster',
  },
  {
    name: 'boxed key not compared with keyCommit',
    file: 'crypto/src/epoch/box.ts',
    from: 'if (ek === null || !isCommitted(record, ek))',
    to: 'if (ek === null)',
  },
  {
    name: 'box sealed to an unnamed key',
    file: 'crypto/src/epoch/box.ts',
    from: 'one.gen === entry.pukGen && equal(one.fp, entry.pukFp)',
    to: 'one.gen === entry.pukGen',
  },
  {
    name: 'walked key not compared with keyCommit',
    file: 'crypto/src/epoch/epoch-key.ts',
    from: 'older !== null && isCommitted(prev, older)',
    to: 'older !== null',
  },
  {
    name: 'epoch hash in the header unchecked',
    file: openMessage,
    from: 'if (!equal(header.epochHash, epoch.hash))',
    to: 'if (false)',
  },
  {
    name: 'chat in the header unchecked',
    file: openMessage,
    from: 'if (header.chat !== epoch.record.chat)',
    to: 'if (false)',
  },
  {
    name: 'sender outside the roster',
    file: openMessage,
    from: "if (sender === undefined) return 'not_member'",
    to: 'if (sender === undefined) return null',
  },
  {
    name: 'message signature unchecked',
    file: openMessage,
    from: 'if (refusal !== null)',
    to: "if (refusal === 'no_chain')",
  },
  { name: 'write right unchecked', file: openMessage, from: 'return needsAdmin &&', to: 'return false &&' },
  {
    name: 'body not under the signature',
    file: 'protocol/src/records/disclosure.ts',
    from: "domainBytes('message', header, seen, body)",
    to: "domainBytes('message', header, body)",
  },
  {
    name: 'header not under the AEAD',
    file: 'crypto/src/primitives/aead.ts',
    from: 'iv: owned(iv), additionalData: owned(aad) }\n  try',
    to: 'iv: owned(iv) }\n  try',
  },
  {
    name: 'seen of others never compared',
    file: 'crypto/src/message/chat-log.ts',
    from: "equal(ours, seen.hash) ? 'ok' : 'fork'",
    to: "'ok'",
  },
  {
    name: 'log skips a gap',
    file: 'crypto/src/message/chat-log.ts',
    from: 'if (seq !== log.seq + 1) return null',
    to: '',
  },
  {
    name: 'messages below the floor accepted',
    file: 'crypto/src/message/chat-log.ts',
    from: 'n >= head.floor && ',
    to: '',
  },
  {
    name: 'join proof unchecked',
    file: verifyEpoch,
    from: 'if (!(await verify(pub, sig, input)))',
    to: 'if (sig.length === 0)',
  },
  {
    name: 'a revoked link lets in',
    file: inviteOrder,
    from: 'return proof !== undefined && open.some((invite) => equal(invite.pub, proof.pub))',
    to: 'return proof !== undefined',
  },
  {
    name: 'a link that needs approval lets in',
    file: inviteOrder,
    from: 'invitesOf(prev).filter((invite) => !invite.approval)',
    to: 'invitesOf(prev)',
  },
  {
    name: 'any epoch changes the links',
    file: inviteOrder,
    from: 'if (!carried && record.reason !== REASON.policy)',
    to: 'if (false)',
  },
  {
    name: 'in by a link as an admin',
    file: inviteOrder,
    from: ' && entry.role === ROLE.member',
    to: '',
  },
  {
    name: 'a proof for another person',
    file: 'protocol/src/records/invite.ts',
    from: '.id(join.chat, CHAT_ID_BYTES).id(join.user, ID_BYTES)',
    to: '.id(join.chat, CHAT_ID_BYTES)',
  },
  {
    name: 'anybody names the group',
    file: chatMeta,
    from: 'if (author.role === ROLE.member && ',
    to: 'if (false && ',
  },
  {
    name: 'the name of another group',
    file: chatMeta,
    from: 'meta.chat !== epoch.record.chat || ',
    to: '',
  },
  {
    name: 'signature of the name unchecked',
    file: chatMeta,
    from: 'return refusal === null ? { ok: true, meta } : { ok: false, reason: refusal }',
    to: "return refusal === null || refusal === 'signature' ? { ok: true, meta } : { ok: false, reason: refusal }",
  },
  {
    name: 'a lower version counts',
    file: chatMeta,
    from: ' : a > b',
    to: ' : a < b',
  },
  {
    name: 'the last chunk of a file is not marked',
    file: 'crypto/src/file/chunks.ts',
    from: 'chunksOf(size) - 1 ? LAST : BETWEEN',
    to: 'chunksOf(size) - 1 ? BETWEEN : BETWEEN',
  },
  {
    name: 'chunks of a file share a nonce',
    file: 'crypto/src/file/chunks.ts',
    from: '.u32(index).u8(last)',
    to: '.u32(0).u8(last)',
  },
  {
    name: 'a chunk is not bound to its place',
    file: 'crypto/src/file/chunks.ts',
    from: 'about.length).u32(index)',
    to: 'about.length).u32(0)',
  },
  {
    name: 'a chunk is not bound to its file',
    file: 'crypto/src/file/file-keys.ts',
    from: '.u8(VERSION).fixed(salt, salt.length)',
    to: '.u8(VERSION).fixed(new Uint8Array(16), 16)',
  },
  {
    name: 'a chunk is not bound to the size of its file',
    file: 'crypto/src/file/file-keys.ts',
    from: '.u64(size).finish()',
    to: '.u64(0).finish()',
  },
  {
    name: 'a member takes back whom an admin sent away',
    file: 'crypto/src/epoch/verify-epoch.ts',
    from: 'if (prev !== null && opensForShutOut(',
    to: 'if (prev !== null && prev.floor < 0 && opensForShutOut(',
  },
  {
    name: 'a vote counts anywhere',
    file: 'crypto/src/group/poll-key.ts',
    from: "hpkeOpen(seed, domainBytes('vote', info)",
    to: "hpkeOpen(seed, domainBytes('vote')",
  },
  {
    name: 'signature of a signal unchecked',
    file: openSignal,
    from: 'if (refusal !== null) return refuse(refusal)',
    to: "if (refusal === 'no_chain') return refuse(refusal)",
  },
  {
    name: 'a signal for another device is opened',
    file: openSignal,
    from: 'if (to.user !== args.self.user || to.device !== args.self.device)',
    to: 'if (to.user !== args.self.user)',
  },
  {
    name: 'a signal of another call is opened',
    file: openSignal,
    from: 'if (header.call !== args.call)',
    to: 'if (header.call.length !== args.call.length)',
  },
  {
    name: 'all calls of an epoch have one key',
    file: 'crypto/src/call/signal-key.ts',
    from: 'new Writer().id(call, ID_BYTES).id(from',
    to: 'new Writer().id(from',
  },
  {
    name: 'who was removed speaks in calls',
    file: openSignal,
    from: "return members ? null : 'not_member'",
    to: 'return members ? null : null',
  },
  {
    name: 'a signal of an epoch below the floor counts',
    file: openSignal,
    from: 'if (!acceptsEpoch(header.epoch, head))',
    to: 'if (header.epoch > head.record.n)',
  },
  {
    name: 'a revoked device speaks until a roster says so',
    file: openSignal,
    from: "return revoked ? refuse('revoked')",
    to: "return revoked && chain === undefined ? refuse('revoked')",
  },
  {
    name: 'two joins send under one key',
    file: 'crypto/src/call/frame-key.ts',
    from: '.u32(connEpoch)',
    to: '',
  },
  {
    name: 'a guest may knock with a key that is not his',
    file: 'crypto/src/call/guest-hello.ts',
    from: 'const name = signed ?',
    to: 'const name = signed || !signed ?',
  },
  {
    name: 'all calls have one link key',
    file: 'crypto/src/call/guest-link.ts',
    from: "'guest-link', guestPlace(place)))",
    to: "'guest-link', guestPlace({ ...place, call: place.link as never })))",
  },
  {
    name: 'whoever holds the link lets in',
    file: 'crypto/src/call/guest-hello.ts',
    from: 'return sig !== null && (await verify(link, sig, passSigningInput(header)))',
    to: 'return sig !== null',
  },
  {
    name: 'a guest speaks as anybody',
    file: 'crypto/src/call/guest-signal.ts',
    from: 'if (!(await verify(signer, sig, guestSignalSigningInput(headerBytes, bytes)))) return null',
    to: 'await verify(signer, sig, guestSignalSigningInput(headerBytes, bytes))',
  },
]

export const set: MutantSet = { root: fileURLToPath(new URL('../../', import.meta.url)), mutants }
