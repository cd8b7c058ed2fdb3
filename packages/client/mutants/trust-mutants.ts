import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const trust = 'test/trust.test.ts'

/** Holes in what a person says of the keys of others, and in who may speak where in the log. */
export const trustMutants: readonly Mutant[] = [
  {
    name: 'any number makes verified',
    file: 'src/people/trust.ts',
    from: 'if (seen === null || seen.number !== number)',
    to: 'if (seen === null)',
    test: trust,
  },
  {
    name: 'a chain made anew is accepted',
    file: 'src/people/trust.ts',
    from: 'if (!(await chains.acceptable(user, his)))',
    to: 'if (false)',
    test: trust,
  },
  {
    name: 'a new device believes whom it meets first',
    file: 'src/people/trust-entry.ts',
    from: 'return keyChanged || (trust !== null && pin !== undefined && toBase64url(pin) !== trust.ik)',
    to: 'return keyChanged',
    test: trust,
  },
  {
    name: 'a changed key keeps the word that was said of the old one',
    file: 'src/people/trust.ts',
    from: 'await this.#accept(user, seen.his, false)',
    to: 'await this.#accept(user, seen.his, true)',
    test: trust,
  },
  {
    name: 'who has a new identity stays in the group',
    file: 'src/epochs/resets.ts',
    from: "    return { type: 'reset', user }",
    to: '    return null',
    test: trust,
  },
  {
    name: 'old keys speak again',
    file: 'src/sync/floor-at.ts',
    from: 'row.epoch >= floor || !isGenuine(row)',
    to: 'row.epoch >= 0 || !isGenuine(row)',
    test: 'src/sync/floor-at.test.ts',
  },
  {
    name: 'once an admin, always an admin',
    file: 'src/epochs/open-envelope.ts',
    from: 'return [signed, inForce].every(',
    to: 'return [signed].every(',
    test: 'test/hostile-groups.test.ts',
  },
  {
    name: 'the highest version of all names the group for ever',
    file: 'src/groups/meta.ts',
    from: 'if (isOutOfReach(meta, carrier.seq)) return',
    to: '',
    test: 'src/groups/meta.test.ts',
  },
  {
    name: 'who has not heard of a leave seals the leaver on',
    file: 'src/epochs/epochs.ts',
    from: 'return due ?? wish(head, all)',
    to: 'return wish(head, all)',
    test: 'test/groups.test.ts',
  },
  {
    name: 'the server erases what was said without a right',
    file: 'src/sync/apply.ts',
    from: ' && !(await mayBeErased(messages, there))) return false',
    to: ' && there.seq < 0) return false',
    test: 'src/messages/rules.test.ts',
  },
  {
    name: 'the text of before stands for an edit that was withheld',
    file: 'src/messages/annotations.ts',
    from: 'lost: deletion === undefined && ',
    to: 'lost: false && ',
    test: 'src/messages/rules.test.ts',
  },
  {
    name: 'words of others are sealed as mine',
    file: 'src/messages/seal-held.ts',
    from: 'return sender === self && ',
    to: 'return ',
    test: 'src/messages/seal-held.test.ts',
  },
  {
    name: 'an admin lets in whom the server made up',
    file: 'src/groups/wishes.ts',
    from: "if (proof === null && answer === 'by me')",
    to: 'if (false)',
    test: 'test/hostile-groups.test.ts',
  },
]
