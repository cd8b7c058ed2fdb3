import { useSyncExternalStore } from 'react'

/**
 * The signed-out pages have a router of a few lines: the full one costs 26 KB that the sign-in page must not wait for.
 */
export const authPaths = [
  '/sign-in',
  '/sign-in/link',
  '/sign-up',
  '/sign-up/confirm',
  '/sign-up/key',
  '/recovery',
] as const
export type AuthPath = (typeof authPaths)[number]

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}

function isAuthPath(path: string): path is AuthPath {
  return (authPaths as readonly string[]).includes(path)
}

/** The page of the address; every other address means the sign-in page. */
export function useAuthPath(): AuthPath {
  const path = useSyncExternalStore(subscribe, () => location.pathname)
  return isAuthPath(path) ? path : '/sign-in'
}

export function go(path: AuthPath | '/', options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
  for (const listener of listeners) listener()
}
