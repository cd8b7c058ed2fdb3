import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const copy = 'platform/copying/copy-database.ts'
const target = 'platform/copying/target.ts'
const moveTest = 'commands/move.test.ts'

/** Holes in what takes a database elsewhere. */
export const copyMutants: readonly Mutant[] = [
  {
    name: 'G11 a table is left out of a copy',
    file: copy,
    from: 'for (const table of tables) {',
    to: 'for (const table of tables.slice(0, -1)) {',
    test: moveTest,
    only: 'what comes out differently',
  },
  {
    name: 'G11 a copy is not compared',
    file: copy,
    from: 'if (found.rows === expected.rows && found.sum === expected.sum) return',
    to: 'if (found.rows === expected.rows) return',
    test: moveTest,
    only: 'what comes out differently',
  },
  {
    name: 'G11 a copy counts before it is whole',
    file: copy,
    from: "await client.query('begin')\n",
    to: '',
    test: moveTest,
    only: 'what comes out differently',
  },
  {
    name: 'G11 numbers are given again after a copy',
    file: copy,
    from: 'await setSequences(target, await snapshot.sequences())\n',
    to: 'void setSequences\n',
    test: moveTest,
    only: 'R9 R12',
  },
  {
    name: 'R9 a copy is taken for the database it was made of',
    file: copy,
    from: 'await settle(target)\n',
    to: 'void settle\n',
    test: moveTest,
    only: 'R9 R12',
  },
  {
    name: 'G11 a copy is made while a server writes',
    file: target,
    from: 'if (tries === 10)',
    to: 'if (tries >= 0) return\n    if (tries === 10)',
    test: moveTest,
    only: 'a database with a running server',
  },
  {
    name: 'G11 a copy goes over what is there',
    file: target,
    from: "if (rows[0]?.n !== '0' || known?.includes(name) === false)",
    to: 'if (known?.includes(name) === false)',
    test: moveTest,
    only: 'a target with anything',
  },
  {
    name: 'G11 a server starts on half a database',
    file: target,
    from: 'select pg_try_advisory_lock($1) as locked',
    to: 'select $1::int > 0 as locked',
    test: moveTest,
    only: 'a server that starts',
  },
]
