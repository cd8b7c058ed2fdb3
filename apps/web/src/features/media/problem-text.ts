import type { ErrorCode } from '@soroka/protocol'
import type { TFunction } from 'i18next'

/** Why a file is not shown, in the words of somebody who only wants to see it. */
export function problemText(code: ErrorCode | 'UNPLAYABLE', t: TFunction): string {
  switch (code) {
    case 'NOT_FOUND':
    case 'FILE_UNKNOWN':
    case 'FILE_GONE':
      return t('media:problem.gone')
    case 'FILE_BROKEN':
      return t('media:problem.broken')
    case 'TOO_LARGE':
      return t('media:problem.large')
    case 'UNPLAYABLE':
      return t('media:problem.unplayable')
    case 'UNAVAILABLE':
      return t('media:problem.offline')
    default:
      return t('media:problem.other')
  }
}
