import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { AuthLayout } from './AuthLayout.tsx'
import { loadBeforeTexts, useText } from '../../i18n/i18n.ts'
import { type AuthPath, go, useAuthPath } from './auth-path.dom.ts'
import css from '../../ui/Form.module.css'
import { SignInPage } from './SignInPage.tsx'

const later = () => import('./later-pages.ts')
const SignUpPage = lazy(async () => {
  const [{ SignUpPage: page }] = await Promise.all([later(), loadBeforeTexts()])
  return { default: page }
})
const LinkPage = lazy(async () => {
  const [page] = await Promise.all([import('./linking/LinkPage.tsx'), loadBeforeTexts()])
  return page
})
const ConfirmPage = lazy(async () => ({ default: (await later()).ConfirmPage }))
const RecoveryPage = lazy(async () => ({ default: (await later()).RecoveryPage }))
const RecoveryKeyPage = lazy(async () => ({ default: (await later()).RecoveryKeyPage }))

const pages: Record<AuthPath, ReactNode> = {
  '/sign-in': <SignInPage />,
  '/sign-in/link': <LinkPage />,
  '/sign-up': <SignUpPage />,
  '/sign-up/confirm': <ConfirmPage />,
  '/sign-up/key': <RecoveryKeyPage />,
  '/recovery': <RecoveryPage />,
}

interface Props {
  /** What the link leads to that brought the person here. */
  door: 'group' | 'person' | null
  /** May fetch what comes after the sign-in. */
  onIdle(): void
}

/** The signed-out half of the app. */
export function AuthArea({ door, onIdle }: Props) {
  const t = useText()
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
      {door && (path === '/sign-in' || path === '/sign-up') && <p className={css.door}>{t(`auth:door.${door}`)}</p>}
      <Suspense fallback={null}>{pages[path]}</Suspense>
    </AuthLayout>
  )
}
