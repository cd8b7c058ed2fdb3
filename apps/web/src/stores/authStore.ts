import type { EndReason, SessionView } from '@soroka/client/types'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface AuthState {
  /** undefined until the engine has read its database; null when signed out. */
  session: SessionView | null | undefined
  /** Why the last session ended, for one line on the sign-in page. */
  ended: EndReason | null
  /** A sign-up or recovery that waits for its code. */
  pending: { email: string; codeExpiresAt: number; sentAt: number } | null
  /** The words of the recovery key, while this device still has them and nobody said that they were saved. */
  recoveryKey: string | null
  /** The page that offers the words stands before the chats, right after the sign-up. */
  offering: boolean
  setSession(session: SessionView | null, reason?: EndReason): void
  setPending(pending: AuthState['pending']): void
  setRecoveryKey(words: string | null): void
  setOffering(offering: boolean): void
}

export const authStore = createStore<AuthState>((set) => ({
  session: undefined,
  ended: null,
  pending: null,
  recoveryKey: null,
  offering: false,
  setSession: (session, reason) =>
    set(
      session
        ? { session, ended: null, pending: null }
        : { session, ended: reason && reason !== 'signed_out' ? reason : null, recoveryKey: null, offering: false },
    ),
  setPending: (pending) => set({ pending }),
  setRecoveryKey: (recoveryKey) => set({ recoveryKey }),
  setOffering: (offering) => set({ offering }),
}))

export function useAuth<T>(select: (state: AuthState) => T): T {
  return useStore(authStore, select)
}
