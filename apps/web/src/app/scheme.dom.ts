import { localStorageColorSchemeManager } from '@mantine/core'

/** The same key that index.html reads before the first paint. */
export const schemeManager = localStorageColorSchemeManager({ key: 'soroka.scheme' })

/** The nonce of this answer; browsers hide the attribute, the property stays readable. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
