import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const file = 'features/users/looks.ts'
const test = 'features/users/looks.test.ts'

/** Holes in what keeps people from being called like somebody else. */
export const lookMutants: readonly Mutant[] = [
  {
    name: 'P195 a look is taken from whoever has it',
    file,
    from: 'WHERE nickname_looks.user_id = ${user} OR nickname_looks.freed_at < ${at - rest} RETURNING 1',
    to: 'RETURNING 1',
    test,
    only: 'P195 nobody is called',
  },
  {
    name: 'P195 a freed nickname is free at once',
    file,
    from: 'OR nickname_looks.freed_at < ${at - rest} RETURNING 1',
    to: 'OR nickname_looks.freed_at IS NOT NULL RETURNING 1',
    test,
    only: 'P195 a nickname that was given up',
  },
  {
    name: 'P195 anybody is called admin',
    file: 'features/account/account-routes.ts',
    from: "if (isReserved(nickname) && (role === 'member' || role === undefined)) throw",
    to: 'if (role === undefined) throw',
    test,
    only: 'P195 only who runs',
  },
  {
    name: 'P195 a rename asks nobody',
    file: 'features/account/account-routes.ts',
    from: 'if (input.nickname !== undefined) await takeNickname(',
    to: 'if (input.nickname === undefined) await takeNickname(',
    test,
    only: 'P195 nobody is called',
  },
  {
    name: 'P195 a nickname goes with its account to the next one',
    file: 'features/account/erase-account.ts',
    from: 'UPDATE nickname_looks SET freed_at = ${at}',
    to: 'UPDATE nickname_looks SET freed_at = 0',
    test,
    only: 'P195 a nickname that was given up',
  },
]
