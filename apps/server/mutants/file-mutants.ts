import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const filesSql = '../migrations/0007_files.sql'
const filesRepo = 'features/files/files-repo.ts'
const sweepRepo = 'features/files/sweep-repo.ts'
const uploads = 'features/files/uploads.ts'
const grantsTest = 'features/files/grants.test.ts'
const sweepTest = 'features/files/sweep.test.ts'
const uploadsTest = 'features/files/uploads.test.ts'
const photoTest = 'features/account/photo.test.ts'

/** Holes in who sends and reads files, what room they take, and when they go. */
export const fileMutants: readonly Mutant[] = [
  {
    name: "R20 a file's id is enough to send it",
    file: filesSql,
    from: 'AND (f.owner = p_sender OR EXISTS',
    to: 'AND (true OR EXISTS',
    test: grantsTest,
  },
  {
    name: 'R23 a file of after his time is sent on by who left',
    file: filesSql,
    from: ' AND (s.to_seq IS NULL OR r.seq <= s.to_seq)',
    to: '',
    test: grantsTest,
  },
  {
    name: 'R20 a file that is not whole is sent',
    file: filesSql,
    from: 'f.whole_at IS NOT NULL AND f.gone_at IS NULL\n        AND (f.owner',
    to: 'f.gone_at IS NULL\n        AND (f.owner',
    test: grantsTest,
  },
  {
    name: 'R20 one file of his own opens the door for the others',
    file: filesSql,
    from: 'IF granted < cardinality(ids) THEN',
    to: 'IF granted < 1 THEN',
    test: grantsTest,
  },
  {
    name: 'R13 a deleted message holds its files',
    file: filesSql,
    from: 'DELETE FROM file_refs r WHERE r.chat_id = p_chat AND r.seq = ANY (p_seqs) RETURNING r.file_id',
    to: 'SELECT r.file_id FROM file_refs r WHERE r.chat_id = p_chat AND r.seq = ANY (p_seqs)',
    test: grantsTest,
  },
  {
    name: 'R20 the sweep does not wait for a message on its way',
    file: sweepRepo,
    from: 'LIMIT ${limit} FOR UPDATE SKIP LOCKED`',
    to: 'LIMIT ${limit}`',
    test: sweepTest,
  },
  {
    name: 'R20 bytes without a row go at once',
    file: sweepRepo,
    from: 'INSERT INTO files (id, owner, size, created_at, dropped_at)',
    to: 'INSERT INTO files (id, owner, size, created_at, gone_at)',
    test: sweepTest,
  },
  {
    name: 'P89 the age of a file counts, not that of its message',
    file: sweepRepo,
    from: ' AND m.at <= ${before} LIMIT',
    to: ' LIMIT',
    test: sweepTest,
  },
  {
    name: 'R20 a file of another chat is read through this one',
    file: filesRepo,
    from: 'WHERE r.file_id = f.id AND r.chat_id = ${chat})`',
    to: 'WHERE r.file_id = f.id)`',
    test: grantsTest,
  },
  {
    name: 'R23 a file of before his time is read by who came later',
    file: filesRepo,
    from: 'AND r.seq > s.from_seq AND (s.to_seq IS NULL OR r.seq <= s.to_seq)',
    to: 'AND (s.to_seq IS NULL OR r.seq <= s.to_seq)',
    test: grantsTest,
  },
  {
    name: 'R20 a link is not asked about again',
    file: 'features/files/byte-routes.ts',
    from: 'const size = await findReadable(sql, file, chat, user)',
    to: 'const size = (await sql`SELECT size::float8 FROM files WHERE id = ${file}`)[0]?.["size"] as number | undefined',
    test: grantsTest,
  },
  {
    name: 'R20 a link is good for whoever changes the name in it',
    file: 'features/files/links.ts',
    from: '`${file}.${chat}.${user}.${until}`',
    to: '`${file}.${chat}.${until}`',
    test: grantsTest,
  },
  {
    name: 'R20 a link never ends',
    file: 'features/files/links.ts',
    from: 'now() < grant.until && ',
    to: '',
    test: grantsTest,
  },
  {
    name: "S6 somebody else's upload is written to",
    file: uploads,
    from: 'file === undefined || file.owner !== owner',
    to: 'file === undefined',
    test: uploadsTest,
  },
  {
    name: 'S7 uploads that begin at once pass the quota together',
    file: uploads,
    from: 'await lockOwner(tx, owner)',
    to: 'await Promise.resolve(lockOwner)',
    test: uploadsTest,
  },
  {
    name: 'R20 half a file is taken for a whole one',
    file: uploads,
    from: 'if (end === size) await this.#finish(id, size)',
    to: 'if (end > 0) await markWhole(this.#deps.sql, id, now())',
    test: uploadsTest,
  },
  {
    name: 'R20 a place that was half made is forgotten with its bytes in it',
    file: uploads,
    from: 'await blobs.remove(file.id)',
    to: 'await Promise.resolve(blobs)',
    test: uploadsTest,
  },
  {
    name: 'S11 sealed bytes open as a page',
    file: 'features/files/byte-routes.ts',
    from: "'content-disposition': 'attachment',",
    to: "'content-disposition': 'inline',",
    test: grantsTest,
  },
  {
    name: 'S11 a picture of any size is a photo',
    file: 'features/account/photo.ts',
    from: 'side >= 1 && side <= limits.photoSide',
    to: 'side >= 1',
    test: photoTest,
  },
]
