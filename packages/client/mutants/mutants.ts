import { fileURLToPath } from 'node:url'
import type { Mutant, MutantSet } from '../../../scripts/mutants/mutant.ts'
import { accountMutants } from './account-mutants.ts'
import { callMutants } from './call-mutants.ts'
import { fileMutants } from './file-mutants.ts'
import { messageMutants } from './message-mutants.ts'
import { trustMutants } from './trust-mutants.ts'

const apply = 'src/sync/apply.ts'
const applyTest = 'src/sync/apply.test.ts'

const mutants: readonly Mutant[] = [
  {
    name: 'the pending row in a transaction of its own',
    file: 'src/outbox/queue.ts',
    from: `return await inOne(db, ['chats', 'messages', 'outbox', 'files'], async (tx) => {
    if ((await tx.objectStore('chats').getKey(chat)) === undefined) throw new SorokaError('NOT_FOUND')
    const n = await tx.objectStore('outbox').add({ chat, id, at, ...waits })`,
    to: `const n = await db.add('outbox', { chat, id, at, ...waits })
  return await inOne(db, ['chats', 'messages', 'outbox', 'files'], async (tx) => {`,
    test: applyTest,
  },
  {
    name: 'acknowledged before stored',
    file: apply,
    from: 'const stored = await inOne(',
    to: `for (const { chat, prepared } of parts)
      for (const { row } of prepared)
        for (const n of await db.getAllKeysFromIndex('outbox', 'byId', [chat, row.id] as never)) await db.delete('outbox', n)
    const stored = await inOne(`,
    test: applyTest,
  },
  {
    name: 'a throw commits half a transaction',
    file: 'src/indexeddb/in-one.ts',
    from: '    abort(tx)\n',
    to: '',
    test: applyTest,
  },
  {
    name: 'what the author had seen is not compared',
    file: 'src/sync/advance-log.ts',
    from: 'if (!(await agrees(row, messages))) chat.fork = true',
    to: '',
    test: applyTest,
  },
  {
    name: 'another content under a given number passes',
    file: apply,
    from: '      chat.fork = true\n      return false',
    to: '      return false',
    test: applyTest,
  },
  {
    name: 'a repeated id is shown twice',
    file: apply,
    from: 'else if (twin.seq < row.seq) row.hidden = true',
    to: 'else if (twin.seq < row.seq) continue',
    test: applyTest,
  },
  {
    name: 'a stale leader writes',
    file: 'src/indexeddb/fence.ts',
    from: 'throw new StaleTerm()',
    to: 'return',
    test: applyTest,
  },
  {
    name: 'a chat without room in the answer is left behind',
    file: 'src/sync/catch-up.ts',
    from: 'for (const { chat } of wanted) if (!came.has(chat)) plain.delete(chat)',
    to: '',
    test: 'src/sync/catch-up.test.ts',
  },
  {
    name: 'works of several chats overlap',
    file: 'src/sync/lanes.ts',
    from: 'for (const key of keys) this.#tails.set(key, tail)',
    to: 'for (const key of keys.slice(0, 1)) this.#tails.set(key, tail)',
    test: 'src/sync/lanes.test.ts',
  },
  {
    name: 'a gap is not fetched',
    file: 'src/engine/leader.ts',
    from: 'if (after.gap) puller.gap(chat)',
    to: '',
    test: 'test/line.test.ts',
  },
  {
    name: 'a chat that began during the pass is forgotten',
    file: 'src/sync/forget.ts',
    from: 'deps.named.has(chat) || ',
    to: '',
    test: 'test/forgotten.test.ts',
  },
  {
    name: 'what waits in a forgotten chat goes with it',
    file: 'src/sync/forget.ts',
    from: '(await messages.count(own)) > 0',
    to: 'await messages.delete(own)',
    test: 'test/forgotten.test.ts',
  },
  {
    name: 'a stranger has no name until the next sync',
    file: 'src/people/acquaintance.ts',
    from: 'const meeting = this.#meeting.get(peer) ??',
    to: 'return\n      const meeting = this.#meeting.get(peer) ??',
    test: 'test/stranger.test.ts',
  },
  {
    name: 'a mark whose frame was lost is not said again',
    file: 'src/sync/sync.ts',
    from: 'await tellUntold(account.db, marks)\n',
    to: '',
    test: 'test/marks.test.ts',
  },
  {
    name: 'a refused epoch is sealed under again',
    file: 'src/outbox/outbox.ts',
    from: 'await this.#unseal(head)\n',
    to: '',
    test: 'test/line.test.ts',
  },
  {
    name: 'a changed key is sealed to',
    file: 'src/epochs/epoch-writer.ts',
    from: "if (await chains.keyChanged(user)) throw new CryptoError('identity_changed', user)",
    to: '',
    test: 'test/hostile.test.ts',
  },
  {
    name: 'the server names the people of a chat',
    file: 'src/sync/heads.ts',
    from: 'peer !== undefined && directChatId(self, peer) === head.id ? peer : null',
    to: 'peer ?? null',
    test: 'test/hostile.test.ts',
  },
  {
    name: 'an older version of an entry is taken',
    file: 'src/vault/vault-sync.ts',
    from: 'if (wire.version <= entry.version) return null',
    to: '',
    test: 'src/vault/vault-sync.test.ts',
  },
  {
    name: 'a change that meets another one is lost',
    file: 'src/vault/vault-sync.ts',
    from: 'mergeEntries(entry.base, entry.mine, value)',
    to: 'value',
    test: 'src/vault/vault-sync.test.ts',
  },
  {
    name: 'a restored server keeps its gaps',
    file: 'src/vault/vault-sync.ts',
    from: 'await this.#giveBack(listed)',
    to: 'listed.clear()',
    test: 'src/vault/vault-sync.test.ts',
  },
  {
    name: 'words of the deleted stay in the index',
    file: 'src/search/merge-segments.ts',
    from: '      if (segment.dead[n] === 1) continue\n',
    to: '',
    test: 'src/search/find.test.ts',
  },
  {
    name: 'what dies during a merge lives on',
    file: 'src/search/merge-segments.ts',
    from: 'merged.killNumber(numbers[s]?.[n] ?? -1)',
    to: 'merged.killNumber(-1)',
    test: 'src/search/find.test.ts',
  },
  {
    name: 'who holds no link is let in',
    file: 'src/groups/wishes.ts',
    from: "if (answer === 'by link' && !open) continue",
    to: '',
    test: 'test/hostile-groups.test.ts',
    only: 'R4 who holds no link',
  },
  {
    name: 'anybody names the group here',
    file: 'src/groups/meta.ts',
    from: 'if ((await holds(carried)) && (await holds(inForce))) return true',
    to: 'return true',
    test: 'src/groups/meta.test.ts',
  },
  {
    name: 'a new key leaves the name behind',
    file: 'src/epochs/epoch-writer.ts',
    from: 'if (!made.epoch.record.sameKey) await this.#deps.renewed(epochs)',
    to: '',
    test: 'test/groups.test.ts',
  },
  {
    name: 'who was quicker wins for good',
    file: 'src/epochs/epoch-writer.ts',
    from: "if (!hasCode(error, 'EPOCH_CONFLICT') || attempt === ATTEMPTS) throw error",
    to: 'throw error',
    test: 'test/groups.test.ts',
    only: 'three admins act at once',
  },
  {
    name: 'the server counts the members',
    file: 'src/views/chat-view.ts',
    from: 'view.memberCount = facts?.memberCount ?? 0',
    to: 'view.memberCount = row.epoch',
    test: 'test/hostile-groups.test.ts',
    only: 'ghost members',
  },
  {
    name: 'an old key lives on in a chat with a timer',
    file: 'src/epochs/rotation.ts',
    from: 'if (timer > 0 && now - born.at > Math.min(timer * 250, DAY))',
    to: 'if (false)',
    test: 'test/groups.test.ts',
    only: 'R16 a chat with a timer',
  },
]

export const set: MutantSet = {
  root: fileURLToPath(new URL('../', import.meta.url)),
  mutants: [...mutants, ...accountMutants, ...callMutants, ...fileMutants, ...messageMutants, ...trustMutants],
}
