import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const devicesTest = 'features/devices/devices.test.ts'
const passwordTest = 'features/auth/password.test.ts'
const password = 'features/auth/password.ts'
const factorTest = 'features/auth/second-factor.test.ts'
const factor = 'features/auth/second-factor.ts'
const emailTest = 'features/auth/email-change.test.ts'
const unlock = 'features/auth/unlock.ts'
const links = 'features/auth/device-links.ts'
const linksRepo = 'features/auth/device-links-repo.ts'
const linksTest = 'features/auth/device-links.test.ts'
const passkeysTest = 'features/auth/passkeys.test.ts'
const renewKeys = 'features/account/renew-keys.ts'

/** Holes in the devices of an account and in the renewal of its keys. */
export const accountMutants: readonly Mutant[] = [
  {
    name: 'S16 an account is deleted without its password',
    file: 'features/account/account-routes.ts',
    from: 'await deps.useUnlock(tx, caller, input.flow)',
    to: '',
    test: 'features/account/erase-account.test.ts',
  },
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
    from: 'for (const { id } of ended) tell(id, reason)',
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
    name: 'S16 the password alone gets in where a code is wanted',
    file: 'features/auth/sign-in.ts',
    from: "await deps.secondFactor.demand(row, user, 'sign_in_code')",
    to: '',
    test: factorTest,
  },
  {
    name: 'S16 recovery goes past the second factor (CVE-2026-30831)',
    file: 'features/auth/recovery.ts',
    from: "await deps.secondFactor.demand(row, user, 'recovery_code')",
    to: '',
    test: factorTest,
  },
  {
    name: 'S8 the code of one way in opens the other',
    file: factor,
    from: 'const row = await useTry(db, flow, step, now())',
    to: "const row = (await useTry(db, flow, 'recovery_code', now())) ?? (await useTry(db, flow, step, now()))",
    test: factorTest,
  },
  {
    name: 'a code is good twice',
    file: 'features/auth/second-factor-repo.ts',
    from: 'and(eq(secondFactors.userId, user), lt(secondFactors.lastStep, step))',
    to: 'eq(secondFactors.userId, user)',
    test: factorTest,
  },
  {
    name: 'a code of long ago is good',
    file: 'features/auth/totp.ts',
    from: 'window: 1 })',
    to: 'window: 3 })',
    test: factorTest,
  },
  {
    name: 'S7 codes are tried without end',
    file: factor,
    from: 'await takeOrThrow(limiter, [`second-factor:${user}`, tries])\n    if (!(await take(db, user, code)))',
    to: 'if (!(await take(db, user, code)))',
    test: factorTest,
  },
  {
    name: 'a second factor is on before a code has proved it',
    file: factor,
    from: "if (!(await take(tx, user, code))) throw new SorokaError('CODE_WRONG')\n      if (!(await enable",
    to: 'if (!(await enable',
    test: factorTest,
  },
  {
    name: 'a new secret takes the place of the one that is on',
    file: 'features/auth/second-factor-repo.ts',
    from: 'setWhere: isNull(secondFactors.enabledAt),',
    to: '',
    test: factorTest,
  },
  {
    name: 'S17 the secret lies in the database as it is',
    file: 'features/auth/totp.ts',
    from: 'return Buffer.concat([iv, cipher.getAuthTag(), sealed])',
    to: 'return Buffer.concat([iv, cipher.getAuthTag(), sealed, secret])',
    test: factorTest,
  },
  {
    name: 'a second factor goes off without the password',
    file: 'features/auth/totp-settings.ts',
    from: 'await unlock.use(tx, caller, flow)\n        await secondFactor.check(tx, caller.user, code)\n        return { disabled',
    to: 'await secondFactor.check(tx, caller.user, code)\n        return { disabled',
    test: factorTest,
  },
  {
    name: 'a second factor goes off without a code',
    file: 'features/auth/totp-settings.ts',
    from: 'await secondFactor.check(tx, caller.user, code)\n        return { disabled',
    to: 'return { disabled',
    test: factorTest,
  },
  {
    name: 'a backup code is good twice',
    file: factor,
    from: 'takeBackupCode(tx, user, hash(user, code))',
    to: 'takeBackupCode(tx, user, hash(user, code)).then(async (good) => (await replaceBackupCodes(tx, user, [hash(user, code)]), good))',
    test: factorTest,
  },
  {
    name: 'a revoked device is pushed to',
    file: 'features/auth/sessions.ts',
    from: 'for (const { id, ...holder } of ended) await forget(id, holder)',
    to: '',
    test: devicesTest,
  },
  {
    name: 'S8 an address changes by the code of one mailbox',
    file: 'features/auth/email-change.ts',
    from: 'hashCode(keys.code, flow, oldCode + code)',
    to: 'hashCode(keys.code, flow, code)',
    test: emailTest,
  },
  {
    name: 'an address changes without the password',
    file: 'features/auth/email-change.ts',
    from: 'await unlock.use(tx, caller, input.flow)',
    to: '',
    test: emailTest,
  },
  {
    name: 'S8 another session goes on with the change of an address',
    file: 'features/auth/email-change.ts',
    from: 'if (row.userId !== user || row.sessionId !== session)',
    to: 'if (row.userId !== user)',
    test: emailTest,
  },
  {
    name: 'S7 a taken address is told from a free one',
    file: 'features/auth/email-change.ts',
    from: "kind: isTaken ? 'account_exists' : 'new_address_code'",
    to: "kind: 'new_address_code'",
    test: emailTest,
  },
  {
    name: 'when a device was last heard of is not written',
    file: 'features/auth/sessions.ts',
    from: 'seen.note(row.id)\n',
    to: '',
    test: devicesTest,
  },
  {
    name: 'P211 a link is approved twice',
    file: linksRepo,
    from: "eq(deviceLinks.state, 'seen'), eq(deviceLinks.userId, user))",
    to: 'eq(deviceLinks.userId, user))',
    test: linksTest,
  },
  {
    name: 'P211 a link is finished twice',
    file: links,
    from: 'const row = await takeApproved(tx, input.link, now())',
    to: 'const row = await findLink(tx, input.link, now())',
    test: linksTest,
  },
  {
    name: 'P212 a thief reads a code after its owner',
    file: linksRepo,
    from: 'or(isNull(deviceLinks.userId), eq(deviceLinks.userId, user)),',
    to: 'undefined,',
    test: linksTest,
  },
  {
    name: 'P212 anybody asks how a link stands',
    file: links,
    from: 'if (row === undefined || !sameBytes(sha256(claim), row.claimHash))',
    to: 'if (row === undefined)',
    test: linksTest,
  },
  {
    name: 'P212 a session without the key of the device',
    file: links,
    from: 'if (!verifyEd25519(key, signed, fromText(input.signature)))',
    to: 'if (signed.length < 0)',
    test: linksTest,
  },
  {
    name: 'P213 a link never ends',
    file: linksRepo,
    from: 'and(eq(deviceLinks.id, id), gt(deviceLinks.expiresAt, now))',
    to: 'and(eq(deviceLinks.id, id), gt(deviceLinks.expiresAt, 0))',
    test: linksTest,
  },
  {
    name: 'P214 a device is linked without the password',
    file: links,
    from: 'await deps.unlock.use(tx, caller, input.flow)',
    to: '',
    test: linksTest,
  },
  {
    name: 'P214 another device is certified than the one that showed the code',
    file: links,
    from: 'if (!isThisOne)',
    to: 'if (added === undefined)',
    test: linksTest,
  },
  {
    name: 'P215 a revoked device comes in',
    file: links,
    from: 'const key = await findDeviceKey(tx, user, row.deviceId)',
    to: 'const key = row.signPub as Buffer | undefined',
    test: linksTest,
  },
  {
    name: 'P167 new backup codes without the password',
    file: 'features/auth/totp-settings.ts',
    from: '        await unlock.use(tx, caller, flow)\n        await secondFactor.check(tx, caller.user, code)\n        return { backupCodes',
    to: '        await secondFactor.check(tx, caller.user, code)\n        return { backupCodes',
    test: factorTest,
  },
  {
    name: 'P167 new backup codes without a code',
    file: 'features/auth/totp-settings.ts',
    from: '        await secondFactor.check(tx, caller.user, code)\n        return { backupCodes',
    to: '        return { backupCodes',
    test: factorTest,
  },
  {
    name: 'P167 old backup codes go on',
    file: 'features/auth/second-factor-repo.ts',
    from: '  await db.delete(backupCodes).where(eq(backupCodes.userId, user))\n  if (hashes',
    to: '  if (hashes',
    test: factorTest,
  },
  {
    name: 'P217 a challenge of a passkey is good twice',
    file: 'features/auth/passkeys.ts',
    from: "const row = await takeFlow(db, input.flow, 'passkey_sign_in', now())",
    to: "const { findFlow } = await import('./flows-repo.ts'); const row = await findFlow(db, input.flow, 'passkey_sign_in', now())",
    test: passkeysTest,
  },
  {
    name: 'P218 a passkey answers for any page',
    file: 'features/auth/webauthn.ts',
    from: 'expectedOrigin: origin,\n      expectedRPID: rp,\n      credential',
    to: "expectedOrigin: [origin, 'https://evil.example'],\n      expectedRPID: rp,\n      credential",
    test: passkeysTest,
  },
  {
    name: 'P218 whoever holds the authenticator is let in',
    file: 'features/auth/webauthn.ts',
    from: 'publicKey), counter: known.counter },\n      requireUserVerification: true,',
    to: 'publicKey), counter: known.counter },\n      requireUserVerification: false,',
    test: passkeysTest,
  },
  {
    name: 'P216 a passkey is added without the password',
    file: 'features/auth/passkeys.ts',
    from: 'await unlock.use(tx, caller, input.unlocked)\n          const',
    to: 'const',
    test: passkeysTest,
  },
  {
    name: 'P219 the wrap of a removed passkey stays',
    file: 'features/auth/passkeys.ts',
    from: 'await deleteBlob(tx, user, gone.blob)',
    to: '',
    test: passkeysTest,
  },
]
