import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const vaultTest = 'features/vault/vault.test.ts'
const contactsTest = 'features/contacts/contacts.test.ts'
const privacyTest = 'features/presence/privacy.test.ts'
const presenceTest = 'features/presence/presence.test.ts'
const marksTest = 'features/chats/mark-privacy.test.ts'
const fetchTest = 'platform/fetch-guard/guarded-fetch.test.ts'
const addressTest = 'platform/fetch-guard/global-address.test.ts'
const previewTest = 'features/messages/preview.test.ts'
const sights = 'features/presence/visibility-repo.ts'
const watch = 'features/presence/watch.ts'

/** Holes in the vault, contacts, privacy, limits and link previews. */
export const peopleMutants: readonly Mutant[] = [
  {
    name: 'S7 routes are asked without end',
    file: 'app.ts',
    from: 'if (!needsGuest(route)) await limitRoute(limiter, route, context)\n',
    to: '',
    test: 'platform/policy/policy.test.ts',
  },
  {
    name: 'S22 a sign-up is finished after the door was closed',
    file: 'features/auth/sign-up.ts',
    from: 'if (!isFirst) await deps.door.pass(tx, flow)',
    to: '',
    test: 'features/auth/sign-up.test.ts',
  },
  {
    name: 'G10 a socket outlives its session',
    file: 'features/auth/index.ts',
    from: "await sessions.end(id, 'expired')",
    to: 'await Promise.resolve(id)',
    test: 'features/auth/sessions.test.ts',
  },
  {
    name: 'R22 an entry of the vault is overwritten unseen',
    file: 'features/vault/vault-repo.ts',
    from: 'if (write.version !== (stored?.version ?? 0) + 1) {',
    to: 'if (write.version < (stored?.version ?? 0)) {',
    test: vaultTest,
  },
  {
    name: 'R22 writers of a vault do not wait for each other',
    file: 'features/vault/vault-repo.ts',
    from: ' FOR NO KEY UPDATE`',
    to: '`',
    test: vaultTest,
  },
  {
    name: 'R7 who is blocked finds his blocker by e-mail',
    file: 'features/users/shown-profile.ts',
    from: 'u.find_by_email AND near.closeness > 0',
    to: 'u.find_by_email',
    test: contactsTest,
  },
  {
    name: 'R7 adding somebody leaves his request open',
    file: 'features/contacts/router.ts',
    from: 'const accepted = await acceptRequest(tx, user, chat)',
    to: 'const accepted = false',
    test: contactsTest,
  },
  {
    name: 'R17 strangers may watch',
    file: sights,
    from: ' AND mine.user_id = viewer AND mine.left_seq IS NULL)',
    to: ')',
    test: privacyTest,
  },
  {
    name: 'R17 strangers may type',
    file: 'features/presence/typing.ts',
    from: 'if (!rooms.hears(connection, topic)) throw',
    to: 'if (topic.length === 0) throw',
    test: presenceTest,
  },
  {
    name: 'S6 privacy is not asked at watch',
    file: sights,
    from: 'FROM users u WHERE u.id = person)',
    to: 'OR true FROM users u WHERE u.id = person)',
    test: privacyTest,
  },
  {
    name: 'S6 who hides sees the others',
    file: sights,
    from: 'FROM users u WHERE u.id = viewer)',
    to: 'OR true FROM users u WHERE u.id = viewer)',
    test: privacyTest,
  },
  {
    name: 'R7 the blocked one sees his blocker',
    file: sights,
    from: 'b.user_id = person AND b.blocked_id = viewer',
    to: 'b.user_id = person AND b.blocked_id = person',
    test: privacyTest,
  },
  {
    name: 'R7 a stranger sees who has not answered him',
    file: sights,
    from: 'p.user_id = person AND p.request',
    to: 'p.user_id = person AND false',
    test: privacyTest,
  },
  {
    name: 'S6 live watches outlast a change of privacy',
    file: watch,
    from: 'if (does && !may) {',
    to: 'if (does && !may && !does) {',
    test: privacyTest,
  },
  {
    name: 'S6 a change in the middle of a look-up is lost',
    file: watch,
    from: 'if (running !== undefined) this.#newest.set(connection, { ...running })',
    to: '',
    test: privacyTest,
  },
  {
    name: 'R7 typing reaches the blocked one',
    file: 'features/presence/typing-repo.ts',
    from: 'b.user_id = u.id AND b.blocked_id = p.user_id',
    to: 'b.user_id = u.id AND b.blocked_id = u.id',
    test: privacyTest,
  },
  {
    name: 'S6 typing is told although it is off',
    file: 'features/presence/typing-repo.ts',
    from: 'u.typing AND',
    to: '',
    test: privacyTest,
  },
  {
    name: 'R17 what was read shows in heads although it is off',
    file: 'features/chats/mark-privacy.ts',
    from: 'u.read_receipts AND me.read_receipts AND',
    to: '',
    test: marksTest,
  },
  {
    name: 'R17 what was read is told although it is off',
    file: 'features/chats/marks.ts',
    from: 'const isOpen = receipts && readers === null',
    to: 'const isOpen = true',
    test: marksTest,
  },
  {
    name: 'R7 marks of a request go out',
    file: 'features/chats/marks.ts',
    from: 'else if (!mark.request) this',
    to: 'else this',
    test: marksTest,
  },
  {
    name: 'R17 marks of large chats go to everybody',
    file: 'features/chats/marks.ts',
    from: 'if (mark.members > SMALL_CHAT)',
    to: 'if (mark.members < 0)',
    test: 'features/chats/marks.test.ts',
  },
  {
    name: 'R17 who hides what he reads counts as a reader',
    file: 'features/chats/read-counts-repo.ts',
    from: ' AND u.read_receipts',
    to: '',
    test: 'features/chats/read-counts.test.ts',
  },
  {
    name: 'S9 a redirect is not vetted',
    file: 'platform/fetch-guard/guarded-fetch.ts',
    from: 'await vetTarget(headers.location, target.url.href, guard)',
    to: 'await vetTarget(headers.location, target.url.href, { ...guard, mayReach: () => true })',
    test: fetchTest,
  },
  {
    name: 'S9 the name is looked up again to connect',
    file: 'platform/fetch-guard/guarded-fetch.ts',
    from: 'target = await vetTarget(text, undefined, guard)',
    to: 'target = await vetTarget(text, undefined, guard).then(() => vetTarget(text, undefined, { ...guard, mayReach: () => true }))',
    test: fetchTest,
  },
  {
    name: 'S9 one open address vouches for the others',
    file: 'platform/fetch-guard/vet-target.ts',
    from: '!addresses.every(',
    to: '!addresses.some(',
    test: fetchTest,
  },
  {
    name: 'S9 any IPv6 address without a name passes',
    file: 'platform/fetch-guard/global-address.ts',
    from: 'return parsed.match(worldV6) &&',
    to: 'return',
    test: addressTest,
  },
  {
    name: 'S9 a packed bomb is unpacked whole',
    file: 'platform/fetch-guard/read-body.ts',
    from: 'if (size > limit) return',
    to: 'if (size > limit * 1e6) return',
    test: fetchTest,
  },
  {
    name: 'S9 SVG is a picture',
    file: 'features/messages/preview.ts',
    from: ' && !/svg|xml/.test(type)',
    to: '',
    test: previewTest,
  },
]
