import i18next from 'i18next'
import { toastStore } from '../../../ui/toast-store.ts'

/** The call of two did not become one of a group; it goes on as it is. */
export function sayNotMoved(): void {
  toastStore.getState().show({ kind: 'error', text: i18next.t('calls:add.failed') })
}
