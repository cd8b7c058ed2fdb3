import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const devicesTest = 'features/devices/devices.test.ts'
const passwordTest = 'features/auth/password.test.ts'
const password = 'features/auth/password.ts'
const unlock = 'features/auth/unlock.ts'
const renewKeys = 'features/account/renew-keys.ts'

/** Holes in the devices of an account and in the renewal of its keys. */
export const accountMutants: readonly Mutant[] = [
  {
    name: 'R1 who is revoked keeps his session',
    file: 'features/auth/renewals.ts',
    from: 'const ended = await sessions.endOf(tx, user, revoked)',
    to: 'const ended = await sessions.endOf(tx, user, [])',
    test: devicesTest,
  },
  {
    name: 'G10 the socket of who is revoked stays open',
    file: 'features/auth/sessions.ts',
    from: "for (const { id } of ended) tell(id, 'revoked')",
    to: '',
    test: devicesTest,
  },
  {
    name: 'R8 his chats go on under the key that he has',
    file: 'features/chats/require-rotation.ts',
    from: 'SET rotate_required = true, changed_xid',
    to: 'SET changed_xid',
    test: devicesTest,
  },
  {
    name: 'R8 an epoch of somebody unaware is sealed to the lost device',
    file: 'features/chats/add-epoch.ts',
    from: 'if (!record.sameKey && (await haveNewerKeys(tx, roster))) return conflict(tx, user, chat)',
    to: '',
    test: devicesTest,
  },
  {
    name: 'R1 a device that stays is left without the new key',
    file: renewKeys,
    from: `  if (
    !sameNames(
      renewal.boxes.map(({ device }) => device),
      staying,
    )
  )
    throw badPart('boxes')
`,
    to: '  if (staying.length < 0) throw badPart("boxes")\n',
    test: devicesTest,
  },
  {
    name: 'R1 a factor is left behind',
    file: renewKeys,
    from: `  if (
    !sameNames(
      renewal.wraps.map(({ kind }) => kind),
      factors,
    )
  )
    throw badPart('wraps')
`,
    to: '  if (factors.length < 0) throw badPart("wraps")\n',
    test: devicesTest,
  },
  {
    name: 'R1 a device is revoked and the key stays',
    file: renewKeys,
    from: "if (last?.op !== CHAIN_OP.puk) throw new SorokaError('CHAIN_REFUSED', { reason: 'puk' })",
    to: 'if (last?.op !== CHAIN_OP.puk) return []',
    test: devicesTest,
  },
  {
    name: 'R1 the wrap of the old user key stays',
    file: renewKeys,
    from: 'await deleteOldPuks(tx, user, puk.kind)',
    to: '',
    test: devicesTest,
  },
  {
    name: 'S8 another device uses what the password opened',
    file: unlock,
    from: "const row = await takeFlow(tx, flow, 'unlocked', now())\n    if (row?.userId !== caller.user || row.sessionId !== caller.session)",
    to: "const row = await takeFlow(tx, flow, 'unlocked', now())\n    if (row?.userId !== caller.user)",
    test: devicesTest,
  },
  {
    name: 'S7 the second password endpoint has no counter (CVE-2023-45149)',
    file: unlock,
    from: 'await limitPassword(deps, context, email)',
    to: '',
    test: devicesTest,
  },
  {
    name: 'S6 anybody renames a device',
    file: 'features/users/users-repo.ts',
    from: 'and(eq(devices.userId, user), eq(devices.id, device), isNull(devices.revokedAt))',
    to: 'and(eq(devices.id, device), isNull(devices.revokedAt))',
    test: devicesTest,
  },
  {
    name: 'R10 a password changes without the signature of the account',
    file: password,
    from: 'if (!verifyEd25519(state.authPub, signed,',
    to: 'if (signed.length < 0 && !verifyEd25519(state.authPub, signed,',
    test: passwordTest,
  },
  {
    name: 'R10 a password changes without the old one',
    file: password,
    from: 'await unlock.use(tx, caller, input.flow)',
    to: '',
    test: passwordTest,
  },
  {
    name: 'R10 of two passwords the later one wins unseen',
    file: password,
    from: 'credentials?.version !== input.version',
    to: 'credentials === undefined',
    test: passwordTest,
  },
  {
    name: 'R10 the wrap stays that of the old password',
    file: password,
    from: 'await putBlobs(tx, user, [wrap], now())',
    to: '',
    test: passwordTest,
  },
  {
    name: 'R10 what was begun with the old password goes on',
    file: password,
    from: 'await dropFlowsOf(tx, user)',
    to: '',
    test: passwordTest,
  },
  {
    name: 'R10 who may know the password stays signed in',
    file: password,
    from: 'if (renewal === undefined) return',
    to: 'if (renewal === undefined || renewal.boxes.length > 0) return',
    test: passwordTest,
  },
  {
    name: 'another factor than the one that was meant is named',
    file: 'features/auth/factors.ts',
    from: ' || change.factor.kind !== kind)',
    to: ')',
    test: passwordTest,
  },
  {
    name: 'a recovery key is replaced without the password',
    file: 'features/auth/recovery-key.ts',
    from: 'await unlock.use(tx, caller, flow)',
    to: '',
    test: passwordTest,
  },
  {
    name: 'the wrap under the old recovery key stays',
    file: 'features/auth/recovery-key.ts',
    from: 'await putBlobs(tx, user, [wrap], now())',
    to: '',
    test: passwordTest,
  },
  {
    name: 'when a device was last heard of is not written',
    file: 'features/auth/sessions.ts',
    from: 'seen.note(row.id)\n',
    to: '',
    test: devicesTest,
  },
]
