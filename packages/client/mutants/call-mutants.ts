import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const guard = 'src/calls/signal-guard.ts'
const guardTest = 'src/calls/signal-guard.test.ts'
const test = 'test/calls.test.ts'

/** Holes in what the engine keeps of calls. */
export const callMutants: readonly Mutant[] = [
  {
    name: 'a repeated signal is told again',
    file: guard,
    from: 'if (samePair && seq <= last.seq) return false',
    to: 'if (samePair && seq < last.seq) return false',
    test: guardTest,
  },
  {
    name: 'words of an older join count',
    file: guard,
    from: 'if (from.connEpoch < last.from || to.connEpoch < last.to) return false',
    to: '',
    test: guardTest,
  },
  {
    name: 'words for an older join of mine count',
    file: guard,
    from: ' || to.connEpoch < joinOf(state, to)) return false',
    to: ') return false',
    test: guardTest,
  },
  {
    name: 'what another tab told is told again',
    file: 'src/calls/signals.ts',
    from: '    this.#guard.pass(mark, undefined)\n',
    to: '',
    test,
    only: 'R21 a tab that follows',
  },
  {
    name: 'who was removed from a group stays in its call as long as the server says so',
    file: 'src/calls/in-roster.ts',
    from: 'findMember(roster, user) !== undefined',
    to: 'findMember(roster, user) !== null',
    test,
    only: 'S14 who was removed',
  },
  {
    name: 'late news brings a call back',
    file: 'src/calls/call-states.ts',
    from: 'if (known !== undefined && known.stateSeq >= state.stateSeq) return known',
    to: '',
    test,
    only: 'older news of a call',
  },
  {
    name: 'a call that ended out of sight rings on',
    file: 'src/calls/calls.ts',
    from: 'if (!live.has(id)) await this.#look(id)',
    to: 'if (!live.has(id)) continue',
    test,
    only: 'a call that nobody took',
  },
  {
    name: 'frames go under a key that the others do not know yet',
    file: 'src/webrtc/sfu/rotation.ts',
    from: 'const LATER = 3000',
    to: 'const LATER = 0',
    test: 'src/webrtc/sfu/rotation.test.ts',
  },
  {
    name: 'the keys of frames stay when somebody leaves',
    file: 'src/webrtc/sfu/rotation.ts',
    from: 'this.#index = Math.max(this.#index, departures)',
    to: '',
    test: 'src/webrtc/sfu/rotation.test.ts',
  },
  {
    name: 'a word in a call is taken from whoever the server says',
    file: 'src/webrtc/sfu/sealed-words.ts',
    from: 'additionalData: new TextEncoder().encode(identity),',
    to: '',
    test: 'src/webrtc/sfu/sealed-words.test.ts',
  },
  {
    name: 'a word in a call is taken as it comes when it does not open',
    file: 'src/webrtc/sfu/sealed-words.ts',
    from: '    if (!key) return null\n',
    to: '    if (!key) return new TextDecoder().decode(bytes)\n',
    test: 'src/webrtc/sfu/sealed-words.test.ts',
  },
]
