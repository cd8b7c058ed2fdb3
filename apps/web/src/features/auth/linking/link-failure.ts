import i18next from 'i18next'
import { errorText } from '../../../i18n/error-text.ts'
import type { Failure } from '../use-submit.ts'

/** Why a device could not be linked, and what to do. */
export function linkFailure(failure: Failure): string {
  const { code, data } = failure
  const { reason, host } = data
  const key = `link:failed.${code}`
  const closer = typeof reason === 'string' ? `${key}_${reason}` : key
  if (i18next.exists(closer)) return i18next.t(closer, { host: typeof host === 'string' ? host : '' })
  return i18next.exists(key) ? i18next.t(key) : errorText(failure)
}
