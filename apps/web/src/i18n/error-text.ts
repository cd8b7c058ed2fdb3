import i18next from 'i18next'

/** By which the server's owner finds in his log what happened. */
const requestId = /^[\w-]{12}$/

/** One line for a person: what happened and what to do. Facts of the failure (triesLeft, retryAfter) choose the wording. */
export function errorText(failure: { code: string; data: Record<string, unknown> }): string {
  const { code, data } = failure
  const count = typeof data['triesLeft'] === 'number' ? data['triesLeft'] : undefined
  const seconds = typeof data['retryAfter'] === 'number' ? Math.max(1, Math.ceil(data['retryAfter'])) : undefined
  if (count !== undefined && i18next.exists(`errors:${code}_tries`, { count }))
    return i18next.t(`errors:${code}_tries`, { count })
  if (code === 'RATE_LIMITED' && seconds !== undefined)
    return seconds > 90
      ? i18next.t('errors:RATE_LIMITED_minutes', { count: Math.ceil(seconds / 60) })
      : i18next.t('errors:RATE_LIMITED_seconds', { count: seconds })
  if (code === 'NEWCOMER_LIMIT' && seconds !== undefined)
    return i18next.t('errors:NEWCOMER_LIMIT_hours', { count: Math.ceil(seconds / 3600) })
  if (code === 'ACCOUNT_SUSPENDED' && typeof data['contact'] === 'string')
    return i18next.t('errors:ACCOUNT_SUSPENDED_contact', { contact: data['contact'] })
  const number = data['requestId']
  if (code === 'INTERNAL' && typeof number === 'string' && requestId.test(number))
    return i18next.t('errors:INTERNAL_numbered', { number })
  if (typeof data['reason'] === 'string' && i18next.exists(`errors:${code}_${data['reason']}`))
    return i18next.t(`errors:${code}_${data['reason']}`)
  if (data['device'] === true && i18next.exists(`errors:${code}_device`)) return i18next.t(`errors:${code}_device`)
  return i18next.t(i18next.exists(`errors:${code}`) ? `errors:${code}` : 'errors:INTERNAL')
}
