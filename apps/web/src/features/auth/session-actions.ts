import type { LinkProgress, SessionView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { readLists } from '../../engine/feed.dom.ts'
import { authStore } from '../../stores/authStore.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { currentLanguage } from '../../i18n/i18n.ts'
import { forgetInvite, keptInvite, takePlaceName } from '../../app/kept-invite.dom.ts'
import { go } from './auth-path.dom.ts'

async function enter(session: SessionView, path: '/' | '/sign-up/key' = '/'): Promise<void> {
  await readLists()
  go(path, { replace: true })
  authStore.getState().setSession(session)
}

export async function signIn(email: string, password: string): Promise<void> {
  await enter(await engine.auth.signIn({ email, password }))
}

/** A code of the second factor, which the sign-in asked for. */
export async function confirmSignIn(code: string): Promise<void> {
  await enter(await engine.auth.confirmSignIn({ code }))
}

/** A passkey instead of all else; nothing happens when the person thinks better of it. */
export async function signInByPasskey(): Promise<void> {
  const [asked, { askPasskey }] = await Promise.all([engine.auth.startPasskey(), import('./passkey/passkey.dom.ts')])
  const answer = await askPasskey(asked)
  if (answer !== null) await enter(await engine.auth.finishPasskey({ flow: asked.flow, ...answer }))
}

/** How it stands with the code that this device shows; it ends in the account. */
export async function lookAtLink(): Promise<LinkProgress> {
  const progress = await engine.auth.lookAtLink()
  if (progress.is === 'in') await enter(progress.session)
  return progress
}

export async function signUp(input: {
  name: string
  email: string
  password: string
  setupToken?: string
}): Promise<void> {
  const invite = keptInvite()
  const { codeExpiresAt } = await engine.auth.signUp({
    ...input,
    ...(invite === null ? {} : { invite }),
    locale: currentLanguage(),
  })
  authStore.getState().setPending({ email: input.email, codeExpiresAt, sentAt: Date.now() })
}

export async function resendCode(email: string): Promise<void> {
  const { codeExpiresAt } = await engine.auth.resendCode()
  authStore.getState().setPending({ email, codeExpiresAt, sentAt: Date.now() })
}

export async function confirmSignUp(code: string): Promise<void> {
  const { session, recoveryKey } = await engine.auth.confirm({ code })
  forgetInvite()
  const name = takePlaceName()
  // The owner gives the place its name; at the desk he may do it again.
  if (name !== null) await engine.admin.setPlace({ name }).catch(() => undefined)
  authStore.getState().setRecoveryKey(recoveryKey)
  authStore.getState().setOffering(true)
  await enter(session, '/sign-up/key')
}

export async function startRecovery(email: string): Promise<void> {
  await engine.auth.startRecovery({ email, locale: currentLanguage() })
}

export async function finishRecovery(input: Parameters<typeof engine.auth.finishRecovery>[0]): Promise<void> {
  await enter(await engine.auth.finishRecovery(input))
}

/** Asks the engine for words that still wait to be saved; the banner in the list hangs on this. */
export async function loadRecoveryKey(): Promise<void> {
  authStore.getState().setRecoveryKey(await engine.auth.recoveryKey())
}

export async function markRecoverySaved(): Promise<void> {
  await engine.auth.recoverySaved()
  authStore.getState().setRecoveryKey(null)
}

export async function signOut(): Promise<void> {
  await engine.auth.signOut()
  chatStore.getState().clear()
  authStore.getState().setSession(null)
}
