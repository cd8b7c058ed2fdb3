import { fileURLToPath } from 'node:url'
import type { Mutant, MutantSet } from '../../../scripts/mutants/mutant.ts'
import { accountMutants } from './account-mutants.ts'
import { callMutants } from './call-mutants.ts'
import { copyMutants } from './copy-mutants.ts'
import { deskMutants } from './desk-mutants.ts'
import { fileMutants } from './file-mutants.ts'
import { gifMutants } from './gif-mutants.ts'
import { newcomerMutants } from './newcomer-mutants.ts'
import { nodeMutants } from './node-mutants.ts'
import { peopleMutants } from './people-mutants.ts'
import { privacyMutants } from './privacy-mutants.ts'
import { groupMutants } from './group-mutants.ts'
import { lookMutants } from './look-mutants.ts'
import { messageMutants } from './message-mutants.ts'
import { pushMutants } from './push-mutants.ts'
import { realtimeMutants } from './realtime-mutants.ts'
import { reportMutants } from './report-mutants.ts'
import { watchingMutants } from './watching-mutants.ts'

const sessions = 'features/auth/sessions.ts'
const signUpTest = 'features/auth/sign-up.test.ts'
const signInTest = 'features/auth/sign-in.test.ts'
const sessionsTest = 'features/auth/sessions.test.ts'
const policyTest = 'platform/policy/policy.test.ts'
const mailTest = 'platform/mail/mail.test.ts'

const mutants: readonly Mutant[] = [
  {
    name: 'S2 reuse of a refresh token goes unseen',
    file: sessions,
    from: "if (!isCurrent && !mayBeAnsweredAgain(row, generation)) return 'reuse'",
    to: '',
    test: sessionsTest,
  },
  {
    name: 'S2 the grace never ends',
    file: sessions,
    from: 'return now() - row.rotatedAt <= graceMs || row.arrivedGeneration < row.generation',
    to: 'return true',
    test: sessionsTest,
  },
  {
    name: 'R21 the device signature is not checked',
    file: sessions,
    from: 'verifyEd25519(key, refreshInput(row.id, one), signature),',
    to: 'signature !== undefined,',
    test: sessionsTest,
  },
  {
    name: 'S2 a forged refresh token passes',
    file: 'features/auth/refresh-token.ts',
    from: 'return sameBytes(bytes.subarray(4), mac(key, session, salt, generation)) ? generation : undefined',
    to: 'return generation',
    test: sessionsTest,
  },
  {
    name: 'a session that ended still opens routes',
    file: sessions,
    from: 'if (row === undefined || !isLive(row))\n      throw',
    to: 'if (row === undefined)\n      throw',
    test: sessionsTest,
  },
  {
    name: 'S4 a ticket works twice',
    file: 'features/auth/sessions-repo.ts',
    from: '.delete(tickets)\n    .where(and(eq(tickets.hash, hash), gt(tickets.expiresAt, now)))',
    to: '.update(tickets)\n    .set({ hash })\n    .where(and(eq(tickets.hash, hash), gt(tickets.expiresAt, now)))',
    test: sessionsTest,
  },
  {
    name: 'S1 the header of a token is not looked at',
    file: 'features/auth/access-token.ts',
    from: 'head !== header || body',
    to: 'head === undefined || body',
    test: sessionsTest,
  },
  {
    name: 'S1 an access token never ends',
    file: 'features/auth/access-token.ts',
    from: "if (exp * 1000 <= now) throw new SorokaError('TOKEN_EXPIRED')",
    to: 'void exp',
    test: sessionsTest,
  },
  {
    name: 'S5 any origin gets the cookie',
    file: 'features/auth/delivery.ts',
    from: 'context.originAllowed && context.hasCustomHeader',
    to: 'context.hasCustomHeader',
    test: sessionsTest,
  },
  {
    name: 'S3 a page gets the refresh token in the body',
    file: 'features/auth/delivery.ts',
    from: ': !context.fromBrowser',
    to: ': true',
    test: sessionsTest,
  },
  {
    name: 'S8 a code may be tried for ever',
    file: 'features/auth/flows-repo.ts',
    from: ', gt(authFlows.triesLeft, 0)',
    to: '',
    test: signUpTest,
  },
  {
    name: 'S8 a code never ends',
    file: 'features/auth/flows-repo.ts',
    from: ' gt(authFlows.codeExpiresAt, now),',
    to: '',
    test: signUpTest,
  },
  {
    name: 'S8 a flow of one step opens every other',
    file: 'features/auth/flows-repo.ts',
    from: ' eq(authFlows.step, step),',
    to: '',
    test: signInTest,
  },
  {
    name: 'S7 a taken address is told at sign-up',
    file: 'features/auth/sign-up.ts',
    from: 'const flow = newId() as FlowId',
    to: "if (isTaken) throw new SorokaError('CONFLICT')\n    const flow = newId() as FlowId",
    test: signUpTest,
  },
  {
    name: 'a chain entry without a right signature is stored',
    file: 'features/users/chain.ts',
    from: 'if (signer === null || !verifyEd25519(signer, chainSigningInput(entry), entry.sig))',
    to: 'if (signer === null || !verifyEd25519)',
    test: signUpTest,
  },
  {
    name: 'any operation may come with a sign-in',
    file: 'features/users/chain.ts',
    from: 'if (step === -1) throw',
    to: 'if (step === -2) throw',
    test: signInTest,
  },
  {
    name: 'any password opens (CVE-2026-28514)',
    file: 'features/auth/sign-in.ts',
    from: 'if (!proved || user === null)',
    to: 'if (user === null)',
    test: signInTest,
  },
  {
    name: 'R10 a code alone sets a new password',
    file: 'features/auth/recovery.ts',
    from: "if (!verifyEd25519(state.authPub, signed, Buffer.from(input.signature, 'base64url')))",
    to: 'if (signed.length === 0)',
    test: signInTest,
  },
  {
    name: 'S7 passwords may be guessed without a limit',
    file: 'features/auth/sign-in.ts',
    from: 'await limitPassword(deps, context, email)\n',
    to: 'void limitPassword\n',
    test: signInTest,
  },
  {
    name: 'S6 the policy is skipped',
    file: 'app.ts',
    from: 'authorize(route, context)',
    to: 'void authorize',
    test: policyTest,
  },
  {
    name: 'S6 an action without a rule is for anyone',
    file: 'platform/policy/policy.ts',
    from: "if (rule === undefined) throw new SorokaError('FORBIDDEN')",
    to: '',
    test: policyTest,
  },
  {
    name: 'S22 the first account needs no token from elsewhere',
    file: 'features/auth/sign-up.ts',
    from: 'if (context.atThisMachine) return true',
    to: 'return true',
    test: mailTest,
  },
  {
    name: 'S22 everybody is the owner',
    file: 'features/auth/sign-up.ts',
    from: 'await tx.execute(sql`select pg_advisory_xact_lock(${ownerLock})`)',
    to: 'void sql',
    test: mailTest,
  },
  {
    name: 'R18 the mailbox opens through a proxy',
    file: 'platform/http/request-facts.ts',
    from: '!isForwarded(request.headers)',
    to: 'true',
    test: mailTest,
  },
  {
    name: 'S7 people are found by e-mail unasked',
    file: 'features/users/shown-profile.ts',
    from: ' AND u.find_by_email',
    to: '',
    test: 'features/users/users.test.ts',
  },
  {
    name: 'S12 the nonce is always the same',
    file: 'platform/static/web-app.ts',
    from: "randomBytes(18).toString('base64')",
    to: "randomBytes(0).toString('base64') + 'AAAA'",
    test: 'platform/http/edge.test.ts',
  },
  {
    name: 'P140 a client that is too old is served',
    file: 'platform/http/client-version.ts',
    from: '!(Number(version) >= oldestClient)',
    to: 'Number(version) < 0',
    test: 'platform/http/edge.test.ts',
    only: 'bad input',
  },
  ...accountMutants,
  ...callMutants,
  ...copyMutants,
  ...deskMutants,
  ...fileMutants,
  ...gifMutants,
  ...peopleMutants,
  ...privacyMutants,
  ...groupMutants,
  ...lookMutants,
  ...messageMutants,
  ...newcomerMutants,
  ...nodeMutants,
  ...pushMutants,
  ...realtimeMutants,
  ...reportMutants,
  ...watchingMutants,
]

export const set: MutantSet = { root: fileURLToPath(new URL('../src/', import.meta.url)), mutants }
