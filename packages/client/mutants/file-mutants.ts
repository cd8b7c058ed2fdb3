import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const story = 'test/files.test.ts'
const opening = 'src/files/open-files.test.ts'

/** Holes in what becomes of files. */
export const fileMutants: readonly Mutant[] = [
  {
    name: 'the hash of a file is not compared',
    file: 'src/files/open-files.ts',
    from: 'if (!equal(await this.#hash.digest(), this.#file.hash))',
    to: 'if (false)',
    test: opening,
  },
  {
    name: 'a link leads anywhere',
    file: 'src/files/download.ts',
    from: 'if (whole.origin !== new URL(baseUrl).origin)',
    to: 'if (false)',
    test: opening,
  },
  {
    name: 'a file is opened as what it calls itself',
    file: 'src/files/safe-type.ts',
    from: "  return 'application/octet-stream'",
    to: '  return type',
    test: opening,
  },
  {
    name: 'a message goes before its files',
    file: 'src/files/turn.ts',
    from: 'return rows.every((row) => row?.waiting === undefined)',
    to: 'return rows.length > 0',
    test: story,
  },
  {
    name: 'an upload begins anew after a restart',
    file: 'src/files/uploads.ts',
    from: 'const fresh = row.waiting === 1',
    to: 'const fresh = row.waiting !== undefined',
    test: story,
    only: 'R20 G6 the program ends',
  },
  {
    name: 'files outlive their message',
    file: 'src/files/keeper.ts',
    from: 'if (waiting === undefined && !(await this.#stands(chat, message)))',
    to: 'if (false)',
    test: story,
    only: 'R13 what was read opens offline',
  },
  {
    name: 'whatever the server calls a photo is shown',
    file: 'src/people/photos.ts',
    from: 'if (!looksLikePicture(image)) return null',
    to: '',
    test: 'test/photos.test.ts',
  },
  {
    name: 'clearing takes what was not sent yet',
    file: 'src/files/keeper.ts',
    from: 'if (waiting !== undefined) continue',
    to: 'if (false) continue',
    test: 'test/storage.test.ts',
  },
]
