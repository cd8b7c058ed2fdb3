import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const judging = 'src/messages/annotations.ts'
const rules = 'src/messages/rules.test.ts'

/** Holes in what counts of the things that people say about messages. */
export const messageMutants: readonly Mutant[] = [
  {
    name: 'anybody edits',
    file: judging,
    from: 'by(KIND.edit).filter(author)',
    to: 'by(KIND.edit)',
    test: rules,
  },
  {
    name: 'anybody deletes',
    file: judging,
    from: "return genuine.some((row) => row.admin === true) ? 'admin' : undefined",
    to: "return genuine.length > 0 ? 'admin' : undefined",
    test: rules,
  },
  {
    name: 'a tombstone takes edits',
    file: 'src/messages/message-views.ts',
    from: 'if (notes.deletion !== undefined) return',
    to: 'if (notes.deletion !== undefined && notes.edits.length === 0) return',
    test: rules,
  },
  {
    name: 'what comes after the deletion stays on the disk',
    file: 'src/messages/wipe.ts',
    from: 'return gone ? wiped(row) : row',
    to: 'return row',
    test: rules,
  },
  {
    name: 'what came before the deletion stays on the disk',
    file: 'src/messages/wipe.ts',
    from: 'if (row.erased !== true) await messages.put(wiped(row))',
    to: '',
    test: rules,
  },
  {
    name: 'a clear header is believed without the body',
    file: 'src/sync/prepare.ts',
    from: ' && options.mentions?.some(({ user }) => user === self) === true',
    to: '',
    test: rules,
  },
  {
    name: 'everybody calls all',
    file: 'src/sync/prepare.ts',
    from: ' && options.callsAll === true && admin',
    to: ' && options.callsAll === true',
    test: rules,
  },
  {
    name: 'votes count after the end',
    file: judging,
    from: 'close === undefined || row.seq < close.seq',
    to: 'true',
    test: rules,
  },
  {
    name: 'the screen of a thread is not told',
    file: 'src/messages/wipe.ts',
    from: 'if (of.target !== undefined) touched.add(of.target)',
    to: '',
    test: rules,
  },
  {
    name: 'rows of my absence read what I have not seen',
    file: 'src/sync/apply.ts',
    from: 'if (row.away === true) {',
    to: 'if (row.sender === undefined) {',
    test: 'src/sync/heads.test.ts',
  },
  {
    name: 'an anonymous poll is counted with what is here',
    file: 'src/messages/whole-since.ts',
    from: 'if (gap === null || gap[1] <= above) return',
    to: 'if (above >= 0) return',
    test: 'src/messages/whole-since.test.ts',
  },
]
