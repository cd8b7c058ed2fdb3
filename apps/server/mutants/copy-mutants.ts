import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const copy = 'platform/copying/copy-database.ts'
const target = 'platform/copying/target.ts'
const archive = 'platform/archive/read-archive.ts'
const archiveTest = 'platform/archive/archive.test.ts'
const backup = 'commands/back-up.ts'
const backupTest = 'commands/backup.test.ts'
const moveTest = 'commands/move.test.ts'

/** Holes in what takes a database elsewhere, into backups too. */
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
  {
    name: 'G11 a backup is not proven',
    file: backup,
    from: 'await prove(options, part, once.identity)\n',
    to: 'void prove\n',
    test: backupTest,
    only: 'G11 a backup without a file',
  },
  {
    name: 'G11 R11 a backup forgets the secrets',
    file: backup,
    from: "hasBucket ? ['secrets.json'] : ['secrets.json', 'files']",
    to: "hasBucket ? ['secrets.json'] : ['files']",
    test: backupTest,
    only: 'age and tar open',
  },
  {
    name: 'a backup that is not proven drives out one that is',
    file: backup,
    from: 'for (const old of (await listBackups(to)).slice(keep))',
    to: 'for (const old of (await listBackups(to)).slice(keep - 1))',
    test: backupTest,
    only: 'the server makes one when',
  },
  {
    name: 'G11 rows of a backup are not compared',
    file: archive,
    from: 'compareContents(table, await contentsOf(client, table), expected)',
    to: 'void compareContents',
    test: archiveTest,
  },
  {
    name: 'G11 files of a backup are not compared',
    file: archive,
    from: 'if (found.get(name) !== sum)',
    to: 'if (!found.has(name))',
    test: archiveTest,
  },
  {
    name: 'R9 a restored database is taken for the one of before',
    file: 'commands/bring-back.ts',
    from: 'archive.fillDatabase(client, progress, beginEra)',
    to: 'archive.fillDatabase(client, progress, () => Promise.resolve(void beginEra))',
    test: backupTest,
    only: 'G11 R11 a new machine',
  },
  {
    name: 'a migration makes everybody wait',
    file: 'platform/db/migrate.ts',
    from: "set lock_timeout = '1s'",
    to: "set lock_timeout = '5s'",
    test: 'platform/db/migrate.test.ts',
  },
]
