import type { SorokaError } from '@soroka/protocol'
import type { EndReason } from '../types.ts'

/** Why the server says that a session ended (SESSION_ENDED). */
export function endReasonOf({ data }: SorokaError): EndReason {
  const reason = data?.['reason']
  return reason === 'reuse' || reason === 'suspended' ? reason : 'revoked'
}
