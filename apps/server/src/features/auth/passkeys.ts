import { randomBytes } from 'node:crypto'
import type { FlowId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { NewPasskey, UsedPasskey } from '@soroka/protocol/contract'
import { CHAIN_OP, FACTOR, factorBlob, fingerprintFactor } from '@soroka/protocol/records'
import { isUniqueViolation } from '../../platform/db/index.ts'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { newId, sameBytes } from '../../platform/keys/index.ts'
import { deleteBlob, putBlobs } from '../account/index.ts'
import type { Blob } from '../account/index.ts'
import { appendChain } from '../users/index.ts'
import { limitAddress } from './auth-limits.ts'
import { insertFlow, takeFlow } from './flows-repo.ts'
import type { OperationDeps } from './operation-deps.ts'
import {
  countPasskeys,
  dropPasskey,
  findPasskey,
  insertPasskey,
  listPasskeys,
  maxPasskeys,
  noteUse,
} from './passkeys-repo.ts'
import type { createSignIn } from './sign-in.ts'
import { relyingParty, verifyNew, verifyUsed } from './webauthn.ts'

const challengeLife = 5 * 60_000
const noDevice = { name: '', kind: 'web' } as const

/**
 * Passkeys (P216): each opens the account by its PRF, as one more factor on the chain (E96). A sign-in with one takes no
 * second factor: it is something that the person has, and its authenticator has verified him.
 */
export function createPasskeys(deps: OperationDeps, proceed: ReturnType<typeof createSignIn>['proceed']) {
  const { db, now, unlock } = deps

  async function ask(step: 'passkey' | 'passkey_sign_in', caller?: Caller) {
    const challenge = randomBytes(32).toString('base64url')
    const flow = newId() as FlowId
    const times = { createdAt: now(), expiresAt: now() + challengeLife }
    const whose = caller === undefined ? {} : { userId: caller.user, sessionId: caller.session }
    await insertFlow(db, { id: flow, step, ...whose, email: '', locale: 'en', loginState: challenge, ...times })
    return { flow, challenge }
  }

  return {
    list: async ({ user }: Caller) => {
      const rows = await listPasskeys(db, user)
      return { passkeys: rows.map(({ factor, ...row }) => ({ ...row, factor: factor.toString('base64url') })) }
    },

    start: async (context: RequestContext, caller: Caller, unlocked: FlowId) => {
      const { rp } = relyingParty(context)
      await db.transaction((tx) => unlock.use(tx, caller, unlocked))
      const known = (await listPasskeys(db, caller.user)).map(({ id }) => id)
      if (known.length >= maxPasskeys) throw new SorokaError('LIMIT_REACHED', { limit: maxPasskeys })
      return { ...(await ask('passkey', caller)), rp, known }
    },

    add: async (
      context: RequestContext,
      caller: Caller,
      input: {
        readonly flow: FlowId
        readonly unlocked: FlowId
        readonly name: string
        readonly passkey: NewPasskey
        readonly entry: string
        readonly wrap: Blob
      },
    ) => {
      const { user, session } = caller
      const page = relyingParty(context)
      try {
        const id = await db.transaction(async (tx) => {
          // Given back with all the rest where another device was quicker on the chain.
          const row = await takeFlow(tx, input.flow, 'passkey', now())
          if (row?.userId !== user || row.sessionId !== session) throw new SorokaError('FLOW_UNKNOWN')
          const made = await verifyNew(input.passkey, { ...page, challenge: row.loginState ?? '' })
          await unlock.use(tx, caller, input.unlocked)
          const { entries } = await appendChain(tx, {
            user,
            entries: [input.entry],
            allowed: [CHAIN_OP.factor],
            device: noDevice,
            now: now(),
          })
          const change = entries[0]?.change
          if (change?.op !== CHAIN_OP.factor || change.factor.kind !== FACTOR.passkey)
            throw new SorokaError('CHAIN_REFUSED', { reason: 'factor' })
          if (input.wrap.kind !== factorBlob(change.factor)) throw new SorokaError('BAD_REQUEST', { reason: 'wrap' })
          if ((await countPasskeys(tx, user)) >= maxPasskeys)
            throw new SorokaError('LIMIT_REACHED', { limit: maxPasskeys })
          const factor = Buffer.from(fingerprintFactor(change.factor.pub))
          const { id, publicKey, counter } = made
          await insertPasskey(tx, {
            id,
            userId: user,
            name: input.name,
            publicKey,
            counter,
            factor,
            blob: input.wrap.kind,
            addedAt: now(),
          })
          await putBlobs(tx, user, [input.wrap], now())
          return id
        })
        deps.chainChanged(user)
        return { id }
      } catch (error) {
        if (isUniqueViolation(error, 'passkeys_pkey')) throw new SorokaError('CONFLICT')
        throw error
      }
    },

    remove: async (
      caller: Caller,
      input: { readonly unlocked: FlowId; readonly id: string; readonly entry: string },
    ) => {
      const { user } = caller
      await db.transaction(async (tx) => {
        await unlock.use(tx, caller, input.unlocked)
        const gone = await dropPasskey(tx, user, input.id)
        if (gone === undefined) throw new SorokaError('NOT_FOUND')
        const { entries } = await appendChain(tx, {
          user,
          entries: [input.entry],
          allowed: [CHAIN_OP.factor_remove],
          device: noDevice,
          now: now(),
        })
        const change = entries[0]?.change
        if (change?.op !== CHAIN_OP.factor_remove || !sameBytes(change.fp, gone.factor))
          throw new SorokaError('CHAIN_REFUSED', { reason: 'factor' })
        await deleteBlob(tx, user, gone.blob)
      })
      deps.chainChanged(user)
      return { removed: true }
    },

    startSignIn: async (context: RequestContext) => {
      const { rp } = relyingParty(context)
      await limitAddress(deps.limiter, context, 'password')
      return { ...(await ask('passkey_sign_in')), rp }
    },

    /** One try for each challenge: the flow is gone whatever comes out. */
    finishSignIn: async (context: RequestContext, input: { readonly flow: FlowId; readonly passkey: UsedPasskey }) => {
      const page = relyingParty(context)
      const row = await takeFlow(db, input.flow, 'passkey_sign_in', now())
      if (row === undefined) throw new SorokaError('FLOW_UNKNOWN')
      const known = await findPasskey(db, input.passkey.id)
      if (known === undefined) throw new SorokaError('PASSKEY_UNKNOWN')
      const { userHandle } = input.passkey.response
      if (userHandle !== undefined && userHandle !== known.userId) throw new SorokaError('SIGNATURE_WRONG')
      const counter = await verifyUsed(input.passkey, known, { ...page, challenge: row.loginState ?? '' })
      if (!(await noteUse(db, known.id, counter, now()))) throw new SorokaError('SIGNATURE_WRONG')
      return proceed(row, known.userId)
    },
  }
}
