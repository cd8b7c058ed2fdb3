import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const test = 'test/account.test.ts'

/** Holes in how devices take over new keys of their account, and end. */
export const accountMutants: readonly Mutant[] = [
  {
    name: 'a device that stays never asks for the new key',
    file: 'src/devices/own-keys.ts',
    from: 'if ((await account.readPuk(gen)) === null) {',
    to: 'if (gen < 0) {',
    test,
    only: 'R1 a lost device',
  },
  {
    name: 'all others: some stay',
    file: 'src/surface/devices-api.ts',
    from: 'id === self || (gone !== null && !gone.has(id))',
    to: 'id === self || gone === null || !gone.has(id)',
    test,
    only: 'all other devices',
  },
  {
    name: 'settings are sealed under the old key and looked for there',
    file: 'src/engine/parts.ts',
    from: '      settings.renewKeys()\n      settingsSync.kick()\n',
    to: '',
    test,
    only: 'R22 what is set',
  },
  {
    name: 'R10 with another password the others stay, though somebody may know the old one',
    file: 'src/auth/change-password.ts',
    from: 'if (!change.endOthers) return',
    to: 'if (change.password.length > 0) return',
    test,
    only: 'R10 somebody else',
  },
  {
    name: 'a renewal goes on from the wrap of the old password',
    file: 'src/auth/change-password.ts',
    from: '.map((factor) => ({ factor, wrap })),',
    to: '.map((factor) => ({ factor, wrap: wraps.find((one) => one.factor.kind === FACTOR.password)?.wrap ?? wrap })),',
    test,
    only: 'R10 somebody else',
  },
  {
    name: 'words that another device has replaced are offered on',
    file: 'src/auth/recovery-key.ts',
    from: 'if (fresh === null) await account.forgetRecoveryWords()\n    return fresh',
    to: 'return fresh ?? candidates[0] ?? null',
    test,
    only: 'another recovery key',
  },
  {
    name: 'a server that shows an old end of my own chain is believed',
    file: 'src/auth/unlock-here.ts',
    from: 'await checkGrown(await chains.get(user), answer.chain)',
    to: '',
    test,
    only: 'R1 S19 a server that hides',
  },
]
