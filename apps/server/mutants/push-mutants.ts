import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const trouble = 'features/push/push-trouble.test.ts'
const rulesTest = 'features/push/push-rules.test.ts'
const decideTest = 'features/push/decide.test.ts'
const callsTest = 'features/push/push-calls.test.ts'

/** Holes in pushes: where they go, whom they wake, what stands in them. */
export const pushMutants: readonly Mutant[] = [
  {
    name: 'S9 a device may subscribe with an address of this network',
    file: 'features/push/router.ts',
    from: 'endpoint === undefined || !(await courier.accepts(endpoint))',
    to: 'endpoint === undefined',
    test: trouble,
  },
  {
    name: 'S9 a push is sent to whatever address stands there by then',
    file: 'features/push/courier.ts',
    from: "return url.protocol === 'https:' ? (this.#options.guard ?? fetchGuard) : undefined",
    to: 'return openGuard',
    test: trouble,
  },
  {
    name: 'S10 a hidden message rides in the push',
    file: 'features/push/sender.ts',
    from: ' && !facts.hideContent',
    to: '',
    test: 'features/push/push.test.ts',
  },
  {
    name: 'R21 a message rides to a device that did not say that it can open it',
    file: 'features/push/sender.ts',
    from: ' && facts.holds',
    to: '',
    test: 'features/push/push.test.ts',
  },
  {
    name: 'S10 the push says in clear who writes',
    file: 'features/push/payload.ts',
    from: 'title: titles[lang][kind],',
    to: "title: `${titles[lang][kind]}${row === undefined ? '' : row.sender}`,",
    test: 'features/push/push.test.ts',
  },
  {
    name: 'a muted chat is pushed',
    file: 'features/push/decide.ts',
    from: '  if (muted) return undefined\n',
    to: '',
    test: decideTest,
  },
  {
    name: 'the sender is pushed his own message',
    file: 'features/push/decide.ts',
    from: 'row.sender === user || ',
    to: '',
    test: decideTest,
  },
  {
    name: 'the chat that one looks at is pushed to the other devices',
    file: 'features/push/decide.ts',
    from: ' || listener.looks',
    to: '',
    test: decideTest,
  },
  {
    name: 'a subscription that is over is kept',
    file: 'features/push/judge.ts',
    from: 'status === 404 || status === 410',
    to: 'status === 404',
    test: trouble,
  },
  {
    name: 'a device that signed out is still known to pushes',
    file: 'features/push/devices-repo.ts',
    from: 'DELETE FROM push_devices WHERE session_id = ${session} RETURNING',
    to: "UPDATE push_devices SET state = 'none' WHERE session_id = ${session} RETURNING",
    test: rulesTest,
  },
  {
    name: 'what a dead process had taken is lost',
    file: 'features/push/lookout-repo.ts',
    from: 'c.last_seq > coalesce(k.seq, 0) LIMIT',
    to: 'c.last_seq > coalesce(k.seq, c.last_seq) + 1 LIMIT',
    test: trouble,
  },
  {
    name: 'other devices go on ringing after the answer',
    file: 'features/push/sender.ts',
    from: "return taken.kind === 'ring' && taken.version > 0",
    to: 'return taken.version > Infinity',
    test: callsTest,
  },
  {
    name: 'a device that is closed while it rings hears no more of the call',
    file: 'features/push/sender.ts',
    from: "return taken.kind === 'ring' ? putOff",
    to: 'return taken.version > Infinity ? putOff',
    test: callsTest,
  },
  {
    name: 'the device that refused a call is told that it was refused',
    file: 'features/push/call-pushes.ts',
    from: 'AND device_id = ${by} AND',
    to: 'AND device_id <> ${by} AND',
    test: callsTest,
  },
]
