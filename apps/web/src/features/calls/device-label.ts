import type { TFunction } from 'i18next'

/** What a device is called in a list: by its own name where the browser tells it, else by its place. */
export function deviceLabel({ id, label }: { id: string; label: string }, index: number, t: TFunction): string {
  return id === 'default' ? t('calls:devices.default') : label || t('calls:devices.unnamed', { count: index + 1 })
}
