import i18next from 'i18next'
import { wsStore } from '../stores/wsStore.ts'
import { ask } from '../ui/layer-store.ts'
import { applyUpdate } from './service-worker.dom.ts'

/** The server no longer speaks with this version: said once, over everything; after that the bar in the list stays. */
export async function askToUpdate(): Promise<void> {
  if (wsStore.getState().updateNeeded) return
  wsStore.getState().setUpdateNeeded()
  const yes = await ask({
    title: i18next.t('app:update.title'),
    text: i18next.t('app:update.text'),
    confirm: i18next.t('app:update.reload'),
    refuse: i18next.t('app:update.later'),
  })
  if (yes) await applyUpdate()
}
