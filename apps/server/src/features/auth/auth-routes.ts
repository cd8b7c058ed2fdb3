import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import type { SessionId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import { checkDelivery, clearSlotCookie, deliver, shownToken } from './delivery.ts'
import { createEmailChange } from './email-change.ts'
import type { OperationDeps } from './operation-deps.ts'
import { createPasskeys } from './passkeys.ts'
import { createPasswordChange } from './password.ts'
import { createRecoveryKeys } from './recovery-key.ts'
import { createRecovery } from './recovery.ts'
import type { Proof } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { createTotpSettings } from './totp-settings.ts'
import { createSignUp } from './sign-up.ts'

const refreshes = { amount: 60, seconds: 600 }
const ticketsEach = { amount: 60, seconds: 60 }

export function authRouter(deps: OperationDeps) {
  const os = implement(contract.auth).$context<RequestContext>()
  const signUp = createSignUp(deps)
  const signIn = createSignIn(deps)
  const recovery = createRecovery(deps)
  const password = createPasswordChange(deps)
  const recoveryKey = createRecoveryKeys(deps)
  const passkeys = createPasskeys(deps, signIn.proceed)
  const totp = createTotpSettings(deps)
  const emailChange = createEmailChange(deps)
  const { sessions, limiter } = deps

  async function proofOf(context: RequestContext, input: Slotted): Promise<Proof> {
    const delivery = input.slot === 'body' ? 'body' : 'cookie'
    checkDelivery(context, delivery)
    await takeOrThrow(limiter, [`refresh:${input.session}`, refreshes])
    const refreshToken = shownToken(context, input.slot, input.refreshToken)
    return { session: input.session, signature: input.signature, refreshToken, delivery }
  }

  return os.router({
    signUp: {
      start: os.signUp.start.handler(({ context, input }) => signUp.start(context, input)),
      resend: os.signUp.resend.handler(({ context, input }) => signUp.resend(context, input.flow)),
      finish: os.signUp.finish.handler(async ({ context, input }) => {
        const { grant, nickname } = await signUp.finish(context, input)
        return { session: deliver(context, grant, input.delivery), nickname }
      }),
    },
    signIn: {
      start: os.signIn.start.handler(({ context, input }) => signIn.start(context, input)),
      finish: os.signIn.finish.handler(({ context, input }) => signIn.finish(context, input)),
      secondFactor: os.signIn.secondFactor.handler(({ input }) => signIn.secondFactor(input)),
      device: os.signIn.device.handler(async ({ context, input }) => {
        const grant = await signIn.device(context, input)
        deps.chainChanged(grant.user)
        return { session: deliver(context, grant, input.delivery) }
      }),
    },
    recovery: {
      start: os.recovery.start.handler(({ context, input }) => recovery.start(context, input)),
      verify: os.recovery.verify.handler(({ context, input }) => recovery.verify(context, input)),
      secondFactor: os.recovery.secondFactor.handler(({ input }) => recovery.secondFactor(input)),
      finish: os.recovery.finish.handler(async ({ context, input }) => {
        const grant = await recovery.finish(context, input)
        deps.chainChanged(grant.user)
        return { session: deliver(context, grant, input.delivery) }
      }),
    },
    link: {
      start: os.link.start.handler(({ context, input }) => deps.links.start(context, input)),
      state: os.link.state.handler(({ input }) => deps.links.state(input)),
      finish: os.link.finish.handler(async ({ context, input }) => {
        const grant = await deps.links.finish(context, input)
        // It stands in the list of devices from now on.
        deps.chainChanged(grant.user)
        return { session: deliver(context, grant, input.delivery) }
      }),
    },
    passkeys: {
      list: os.passkeys.list.handler(({ context }) => passkeys.list(callerOf(context))),
      start: os.passkeys.start.handler(({ context, input }) => passkeys.start(context, callerOf(context), input.flow)),
      add: os.passkeys.add.handler(({ context, input }) => passkeys.add(context, callerOf(context), input)),
      remove: os.passkeys.remove.handler(({ context, input }) => passkeys.remove(callerOf(context), input)),
      signIn: {
        start: os.passkeys.signIn.start.handler(({ context }) => passkeys.startSignIn(context)),
        finish: os.passkeys.signIn.finish.handler(({ context, input }) => passkeys.finishSignIn(context, input)),
      },
    },
    unlock: {
      start: os.unlock.start.handler(({ context, input }) =>
        deps.unlock.start(context, callerOf(context), input.startLoginRequest),
      ),
      finish: os.unlock.finish.handler(({ context, input }) => deps.unlock.finish(context, callerOf(context), input)),
    },
    password: {
      change: os.password.change.handler(({ context, input }) => password.change(callerOf(context), input)),
    },
    recoveryKey: {
      replace: os.recoveryKey.replace.handler(({ context, input }) => recoveryKey.replace(callerOf(context), input)),
    },
    email: {
      start: os.email.start.handler(({ context, input }) => emailChange.start(context, callerOf(context), input)),
      finish: os.email.finish.handler(({ context, input }) => emailChange.finish(context, callerOf(context), input)),
    },
    totp: {
      get: os.totp.get.handler(({ context }) => totp.get(callerOf(context))),
      start: os.totp.start.handler(({ context, input }) => totp.start(callerOf(context), input.flow)),
      enable: os.totp.enable.handler(({ context, input }) => totp.enable(callerOf(context), input.code)),
      renewCodes: os.totp.renewCodes.handler(({ context, input }) => totp.renewCodes(callerOf(context), input)),
      disable: os.totp.disable.handler(({ context, input }) => totp.disable(callerOf(context), input)),
    },
    refresh: os.refresh.handler(async ({ context, input }) => {
      const proof = await proofOf(context, input)
      try {
        return deliver(context, await sessions.refresh(proof), slotOf(input.slot))
      } catch (error) {
        if (error instanceof SorokaError && error.code === 'SESSION_ENDED') clearCookie(context, input.slot)
        throw error
      }
    }),
    signOut: os.signOut.handler(async ({ context, input }) => {
      const ended = await sessions.signOut(await proofOf(context, input))
      clearCookie(context, input.slot)
      return { ended }
    }),
    ticket: os.ticket.handler(async ({ context }) => {
      const caller = callerOf(context)
      await takeOrThrow(limiter, [`ticket:${caller.session}`, ticketsEach])
      return sessions.issueTicket(caller)
    }),
  })
}

interface Slotted {
  readonly slot: string
  readonly session: SessionId
  readonly signature: string
  readonly refreshToken?: string | undefined
}

function slotOf(slot: string) {
  return slot === 'body' ? ({ kind: 'body' } as const) : ({ kind: 'cookie', slot: Number(slot) } as const)
}

function clearCookie(context: RequestContext, slot: string): void {
  if (slot !== 'body') clearSlotCookie(context, Number(slot))
}
