import i18next from 'i18next'
import { EngineError } from '../engine/errors.ts'
import { errorText } from '../i18n/error-text.ts'
import { toastStore } from './toast-store.ts'

interface Done {
  /** Said when it worked. */
  text?: string
  /** Takes it back; offered for a few seconds. */
  undo?: () => Promise<unknown>
}

/** Says in a toast why something failed: what happened and what to do. */
export function sayFailure(error: unknown): void {
  if (!(error instanceof EngineError)) console.error(error)
  const failure = error instanceof EngineError ? { code: error.code, data: error.data } : { code: 'INTERNAL', data: {} }
  toastStore.getState().show({ kind: 'error', text: errorText(failure) })
}

/** Runs what a person asked for; says it with a way back when it worked, and why when it did not. @returns whether it worked */
export async function act(work: Promise<unknown>, done: Done = {}): Promise<boolean> {
  try {
    await work
  } catch (error) {
    sayFailure(error)
    return false
  }
  const { text, undo } = done
  if (text === undefined) return true
  toastStore.getState().show({
    kind: 'plain',
    text,
    ...(undo ? { action: { label: i18next.t('app:undo'), run: () => void act(undo()) } } : {}),
  })
  return true
}
