import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const file = 'features/chats/newcomers.ts'
const test = 'features/chats/newcomers.test.ts'

/** Holes in what keeps a new account from writing to everybody. */
export const newcomerMutants: readonly Mutant[] = [
  {
    name: 'P194 of many at once none sees the others',
    file,
    from: 'await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`newcomer ${by}`}, 0))`',
    to: '',
    test,
    only: 'P194 of fifty',
  },
  {
    name: 'P194 nobody counts whom a new account writes to',
    file: 'features/chats/create-direct.ts',
    from: 'if (!contact) await countFirstMet(',
    to: 'if (contact) await countFirstMet(',
    test,
    only: 'P194 of fifty',
  },
  {
    name: 'P194 who never gets an answer writes on',
    file,
    from: "if (what === 'chat' && (await unanswered(tx, by)) >= limits.newcomerWaiting) throw",
    to: 'if ((await unanswered(tx, by)) < 0) throw',
    test,
    only: 'P194 a day later',
  },
  {
    name: 'P194 an account is new for ever',
    file,
    from: 'me.free || me.until <= at',
    to: 'me.free',
    test,
    only: 'P194 a day later',
  },
  {
    name: 'P194 who was invited counts as a stranger to the place',
    file,
    from: "u.vouched OR u.role <> 'member' AS free",
    to: "u.role <> 'member' AS free",
    test,
    only: 'P194 who came by an invite',
  },
  {
    name: 'P194 what the desk says of new accounts is not read',
    file,
    from: 'coalesce((SELECT newcomer_days FROM place), ${beginning.days})',
    to: '${beginning.days}::int',
    test,
    only: 'P194 who came by an invite',
  },
  {
    name: 'P194 groups are a way around',
    file: 'features/chats/create-group.ts',
    from: "what: 'group', others: users,",
    to: "what: 'group', others: users.slice(0, 1),",
    test,
    only: 'P194 a new account puts twenty',
  },
  {
    name: 'P194 an invite does not vouch',
    file: 'features/auth/sign-up.ts',
    from: 'vouched: flow.invite !== null,',
    to: 'vouched: false,',
    test: 'features/place/place.test.ts',
    only: 'P194 who comes by an invite',
  },
]
