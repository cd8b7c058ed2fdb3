import { createAccount, verifyChain } from '@soroka/crypto'
import { SorokaError } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import type { AuthApi } from '../types.ts'
import { type FlowDeps, presentDevice, settle } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'
import { dropPending, openPuks, readPending, remember, storePending } from './pending-sign-up.ts'

/** First half: all keys are made here; the password leaves its OPAQUE messages and nothing else. */
export async function startSignUp(deps: FlowDeps, input: Parameters<AuthApi['signUp']>[0]) {
  const opaque = await import('@soroka/crypto/opaque')
  const recovery = await import('@soroka/crypto/recovery')
  const { password, name, email, locale, setupToken, invite } = input
  const { state, request } = await opaque.startRegistration(password)
  const proofs = { ...(setupToken === undefined ? {} : { setupToken }), ...(invite === undefined ? {} : { invite }) }
  const answer = await deps.api.auth.signUp.start({ email, registrationRequest: request, locale, ...proofs })
  const { record, exportKey } = await opaque.finishRegistration({
    password,
    state,
    response: answer.registrationResponse,
  })
  const recoveryKey = recovery.createRecoveryKey()
  const made = await createAccount({ user: answer.user, exportKey, recoveryKey })
  const recoveryWords = recovery.recoveryWords(recoveryKey).join(' ')
  const pending = remember(made, { flow: answer.flow, name, email, record, recoveryWords })
  await storePending(deps.registry, pending, made.device.sign.key)
  return { codeExpiresAt: answer.codeExpiresAt }
}

export async function resendCode(deps: FlowDeps) {
  const { pending } = await readPending(deps.registry)
  return await deps.api.auth.signUp.resend({ flow: pending.flow })
}

/** Second half: the account exists once the server took the code. */
export async function confirmSignUp(
  deps: FlowDeps,
  code: string,
): Promise<{ account: LocalAccount; recoveryKey: string }> {
  const { pending, vault, deviceKey } = await readPending(deps.registry)
  const chain = [fromBase64url(pending.entry)]
  const own = await verifyChain(pending.user, chain)
  if (!own.ok) throw new SorokaError('FLOW_UNKNOWN')
  const { device, delivery } = await presentDevice(deps)
  const { session, nickname } = await deps.api.auth.signUp.finish({
    flow: pending.flow,
    code,
    name: pending.name,
    registrationRecord: pending.record,
    chain: pending.entry,
    blobs: pending.blobs,
    device,
    delivery,
  })
  const account = await settle(
    deps,
    session,
    delivery.kind === 'cookie' ? delivery.slot : undefined,
    {
      vault,
      deviceKey,
      sealSeed: fromBase64url(pending.sealSeed),
      puks: openPuks(pending),
      recoveryWords: pending.recoveryWords,
      chain,
      pin: own.state.ikFp,
    },
    { name: pending.name, nickname, email: pending.email },
  )
  await dropPending(deps.registry)
  return { account, recoveryKey: pending.recoveryWords }
}
