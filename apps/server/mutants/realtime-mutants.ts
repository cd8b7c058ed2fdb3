import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const sendTest = 'features/messages/send.test.ts'
const persistTest = 'features/messages/persist.test.ts'
const historyTest = 'features/messages/history.test.ts'
const chatsTest = 'features/chats/chats.test.ts'
const presenceTest = 'features/presence/presence.test.ts'
const socketTest = 'platform/ws/socket-server.test.ts'

/** Holes in sockets, the persist path, chats, marks and presence. */
export const realtimeMutants: readonly Mutant[] = [
  {
    name: 'a head that never ends is looked at once in half a minute',
    file: 'platform/http/server.ts',
    from: 'connectionsCheckingInterval: headMs / 3',
    to: 'connectionsCheckingInterval: 30_000',
    test: 'platform/http/body-time.test.ts',
  },
  {
    name: 'a head may take as long as it likes',
    file: 'platform/http/server.ts',
    from: 'headersTimeout: headMs',
    to: 'headersTimeout: 0',
    test: 'platform/http/body-time.test.ts',
  },
  {
    name: 'a peer that vanished is pinged for ever',
    file: 'platform/ws/heartbeat.ts',
    from: 'if (this.now - connection.heardAt < SILENT_S)',
    to: 'if (this.now >= connection.heardAt)',
    test: 'platform/ws/heartbeat.test.ts',
  },
  {
    name: 'a peer that vanished is found a quarter of a minute too late',
    file: 'platform/ws/heartbeat.ts',
    from: 'const SILENT_S = 30',
    to: 'const SILENT_S = 46',
    test: 'platform/ws/heartbeat.test.ts',
  },
  {
    name: 'R14 a page comes without what is said above it',
    file: 'features/messages/history.ts',
    from: 'if (above >= view.lastSeq)',
    to: 'if (above > 0)',
    test: 'features/messages/annotations.test.ts',
  },
  {
    name: 'a device may speak for another device of its person',
    file: 'features/messages/submission.ts',
    from: ' || submitted.device !== author.device',
    to: '',
    test: sendTest,
  },
  {
    name: 'a message has two spellings',
    file: 'features/messages/submission.ts',
    from: "if (envelope.toString('base64url') !== text)",
    to: 'if (envelope.length === 0)',
    test: sendTest,
  },
  {
    name: 'G2 what a lost answer had stored is never told',
    file: 'features/messages/lane.ts',
    from: "retried && outcome.kind === 'repeated'",
    to: "retried && outcome.kind !== 'repeated'",
    test: persistTest,
  },
  {
    name: 'R6 one bad message fails its batch',
    file: 'features/messages/lane.ts',
    from: 'if (only !== undefined && batch.length === 1) {',
    to: 'if (only !== undefined) {\n      for (const one of batch.slice(1)) this.#refuse(one, `INTERNAL`)',
    test: persistTest,
  },
  {
    name: 'R6 a locked chat stops its lane',
    file: 'features/messages/lane.ts',
    from: 'if (byChat.size === 1) for',
    to: 'if (byChat.size >= 1) for',
    test: persistTest,
  },
  {
    name: 'the queue has no bound',
    file: 'features/messages/lane.ts',
    from: 'this.#queue.length >= queueItems || ',
    to: '',
    test: persistTest,
  },
  {
    name: 'G14 a full disk looks like a mistake',
    file: 'features/messages/database-trouble.ts',
    from: "if (code === '53100') return 'disk_full'",
    to: '',
    test: persistTest,
  },
  {
    name: 'R23 history from before the membership is readable',
    file: 'features/messages/view.ts',
    from: 'above: Math.max(span.above, after)',
    to: 'above: after',
    test: historyTest,
  },
  {
    name: 'R12 the transaction at the cursor is lost',
    file: 'features/chats/heads-repo.ts',
    from: '(c.changed_xid >= ',
    to: '(c.changed_xid > ',
    test: chatsTest,
  },
  {
    name: 'R9 a cursor of another era is believed',
    file: 'features/chats/list.ts',
    from: 'return cursor?.era === era ? cursor.xmin : undefined',
    to: 'return cursor?.xmin',
    test: chatsTest,
  },
  {
    name: 'R12 a new chat does not reach the other person',
    file: 'features/chats/create-direct.ts',
    from: 'tellJoined(deps.bus, record.chat, users)',
    to: 'tellJoined(deps.bus, record.chat, users.slice(0, 0))',
    test: chatsTest,
  },
  {
    name: 'the signature of an epoch is not checked',
    file: 'features/chats/epoch-proof.ts',
    from: 'if (!verifyEd25519(device.signPub, epochSigningInput(record), record.sig))',
    to: 'if (record.sig.length === 0)',
    test: chatsTest,
  },
  {
    name: 'S19 keys that stand on no chain pass',
    file: 'features/chats/epoch-proof.ts',
    from: 'if (!standsOnChain(entry, state))',
    to: 'if (state.seq < 0)',
    test: chatsTest,
  },
  {
    name: 'a revoked device writes epochs',
    file: 'features/chats/epoch-proof.ts',
    from: ' || device.revokedSeq !== null',
    to: '',
    test: chatsTest,
  },
  {
    name: 'R17 a short absence shows',
    file: 'features/presence/presence-service.ts',
    from: 'const over = Date.now() - this.#times.graceMs',
    to: 'const over = Date.now()',
    test: presenceTest,
  },
  {
    name: 'S4 a browser session comes without an origin',
    file: 'platform/ws/socket-server.ts',
    from: "if (origin === undefined && holder.delivery !== 'body')",
    to: 'if (origin === undefined && holder.delivery === undefined)',
    test: socketTest,
  },
  {
    name: 'S4 any origin is let in',
    file: 'platform/ws/socket-server.ts',
    from: '!this.#options.isAllowedOrigin(origin, request.headers.host)',
    to: "origin === ''",
    test: socketTest,
  },
  {
    name: 'G10 a session that ended in between is welcomed',
    file: 'platform/ws/socket-server.ts',
    from: 'if (!alive) {',
    to: 'if (alive === undefined) {',
    test: socketTest,
  },
  {
    name: 'G8 a slow consumer is never cut',
    file: 'platform/ws/writer.ts',
    from: 'if (connection.unsent > MAX_UNSENT) {',
    to: 'if (connection.unsent < 0) {',
    test: socketTest,
  },
  {
    name: 'a flood goes on for ever',
    file: 'platform/ws/rate.ts',
    from: "? 'limited' : 'flood'",
    to: "? 'limited' : 'limited'",
    test: socketTest,
  },
]
