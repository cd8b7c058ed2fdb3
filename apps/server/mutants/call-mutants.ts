import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const machineTest = 'features/calls/call-machine.test.ts'
const callsTest = 'features/calls/calls.test.ts'
const sfuTest = 'features/calls/calls-sfu.test.ts'
const sweeperTest = 'features/calls/call-sweeper.test.ts'
const guestsTest = 'features/calls/guests.test.ts'

/** Holes in calls: their state, their people, what is passed on between devices. */
export const callMutants: readonly Mutant[] = [
  {
    name: 'a call that is over can begin again',
    file: 'features/calls/call-machine.ts',
    from: "if (call.ended !== null) return mustRun.has(event.is) ? 'CALL_OVER' : call",
    to: '',
    test: machineTest,
  },
  {
    name: 'two nodes write the history of a call',
    file: 'features/calls/calls-repo.ts',
    from: 'AND c.ended_at IS NULL AND c.deadline <= ${now} FOR UPDATE OF c SKIP LOCKED',
    to: 'AND c.deadline IS DISTINCT FROM ${now} FOR UPDATE OF c',
    test: sweeperTest,
  },
  {
    name: 'two devices answer at once',
    file: 'features/calls/calls-repo.ts',
    from: 'WHERE c.id = ${id} FOR UPDATE OF c`',
    to: 'WHERE c.id = ${id}`',
    test: callsTest,
  },
  {
    name: 'anybody who knows the id of a call comes to it',
    file: 'features/calls/call-service.ts',
    from: 'if (locked === undefined || locked.role === null)',
    to: 'if (locked === undefined)',
    test: callsTest,
  },
  {
    name: 'R7 a stranger rings before he is accepted',
    file: 'features/calls/calling-repo.ts',
    from: ' AND NOT p.request',
    to: '',
    test: callsTest,
  },
  {
    name: 'S15 signals pass to devices that are not in the call',
    file: 'features/calls/call-frames.ts',
    from: '!link.linked || ',
    to: '',
    test: 'features/calls/call-signals.test.ts',
  },
  {
    name: 'S1 who was signed out stays in his call',
    file: 'features/calls/gone-devices.ts',
    from: 'if (one.device === device)',
    to: 'if (one.device === user)',
    test: 'features/calls/gone-devices.test.ts',
  },
  {
    name: 'S3 a device that was revoked stays in its call',
    file: 'features/calls/gone-devices.ts',
    from: 'if (revoked)',
    to: 'if (!revoked)',
    test: 'features/calls/gone-devices.test.ts',
  },
  {
    name: 'signals of one device overtake each other',
    file: 'features/calls/in-order.ts',
    from: '(this.#tails.get(connection) ?? Promise.resolve()).then(work)',
    to: 'Promise.resolve().then(work)',
    test: 'features/calls/in-order.test.ts',
  },
  {
    name: 'P106 signals overtake each other',
    file: 'features/calls/call-frames.ts',
    from: 'inOrder.run(connection, () => passOn(connection, frame))',
    to: 'passOn(connection, frame)',
    test: 'features/calls/call-signals.test.ts',
  },
  {
    name: 'S14 credentials of a relay are good for a day',
    file: 'features/calls/ice.ts',
    from: 'const TTL_MS = 600_000',
    to: 'const TTL_MS = 86_400_000',
    test: 'features/calls/ice.test.ts',
  },
  {
    name: 'a call is dropped because no server listened',
    file: 'features/calls/call-sweeper.ts',
    from: 'if (performance.now() - this.#sweptAt > GAP_MS)',
    to: 'if (performance.now() < 0)',
    test: sweeperTest,
  },
  {
    name: 'who is not in a call gets into the room of its media',
    file: 'features/calls/calls-router.ts',
    from: 'const mine = call.devices.find((one) => one.user === user && one.device === device)',
    to: 'const mine = call.devices.find((one) => one.user === user) ?? call.devices[0]',
    test: sfuTest,
  },
  {
    name: 'who left a call stays in the room of its media',
    file: 'features/calls/call-service.ts',
    from: "if (live.mode === 'sfu') for (const device of left)",
    to: 'if (live.ended !== null) for (const device of left)',
    test: sfuTest,
  },
  {
    name: 'S4 a guest comes with the secret of another one',
    file: 'features/calls/guest-service.ts',
    from: 'if (known === undefined || !sameText(known.secret, hashOf(secret)))',
    to: 'if (known === undefined)',
    test: guestsTest,
    only: 'S4 a token or a ticket',
  },
  {
    name: 'S4 a ticket of a guest opens two sockets',
    file: 'features/calls/guest-service.ts',
    from: "{ is: 'guest_ticket', guest, ticket: null }, ({ live })",
    to: "{ is: 'guest_alive', guest }, ({ live })",
    test: guestsTest,
    only: 'S4 a token or a ticket',
  },
  {
    name: 'S6 a guest sends frames of people',
    file: 'platform/ws/dispatch.ts',
    from: "t === 'ping' || (guest !== undefined) === ofGuests.has(t)",
    to: "t === 'ping' || guest !== undefined || !ofGuests.has(t)",
    test: guestsTest,
    only: 'S6 the socket of a guest',
  },
  {
    name: 'S6 who is not in a call lets guests into it',
    file: 'features/calls/guest-service.ts',
    from: '(!isIn(locked.live, user) || !mayWrite(locked))',
    to: '!mayWrite(locked)',
    test: guestsTest,
    only: 'P111 only who is in the call',
  },
  {
    name: 'S7 knocks at one link are not counted',
    file: 'features/calls/guest-service.ts',
    from: ', [`knock:${link}`, knocksAtLink]',
    to: '',
    test: guestsTest,
    only: 'S7 a flood of knocks',
  },
  {
    name: 'S6 a guest is taken for the person whose number he took',
    file: 'features/calls/live-guest.ts',
    from: 'user === person && device !== person',
    to: 'user === person',
    test: guestsTest,
    only: 'S6 a guest who takes the number',
  },
]
