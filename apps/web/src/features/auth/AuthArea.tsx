import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { AuthLayout } from './AuthLayout.tsx'
import { type AuthPath, go, useAuthPath } from './auth-path.dom.ts'
import { SignInPage } from './SignInPage.tsx'

const later = () => import('./later-pages.ts')
const SignUpPage = lazy(async () => ({ default: (await later()).SignUpPage }))
const ConfirmPage = lazy(async () => ({ default: (await later()).ConfirmPage }))
const RecoveryPage = lazy(async () => ({ default: (await later()).RecoveryPage }))
const RecoveryKeyPage = lazy(async () => ({ default: (await later()).RecoveryKeyPage }))

const pages: Record<AuthPath, ReactNode> = {
  '/sign-in': <SignInPage />,
  '/sign-up': <SignUpPage />,
  '/sign-up/confirm': <ConfirmPage />,
  '/sign-up/key': <RecoveryKeyPage />,
  '/recovery': <RecoveryPage />,
}

/** The signed-out half of the app. `onIdle` may fetch what comes after the sign-in. */
export function AuthArea({ onIdle }: { onIdle(): void }) {
  const path = useAuthPath()
  const shown = useRef(path)
  useEffect(() => {
    if (location.pathname !== path) go(path, { replace: true })
    if (shown.current === path) return
    shown.current = path
    // A new page: the reader starts at its heading.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus())
  }, [path])
  useEffect(() => {
    const timer = setTimeout(() => {
      void later()
      onIdle()
    }, 1500)
    return () => clearTimeout(timer)
  }, [onIdle])
  return (
    <AuthLayout>
      <Suspense fallback={null}>{pages[path]}</Suspense>
    </AuthLayout>
  )
}
