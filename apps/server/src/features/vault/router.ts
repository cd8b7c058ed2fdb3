import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { RequestContext } from '../../platform/http/index.ts'

const later = (): never => {
  throw new SorokaError('UNAVAILABLE')
}

export function vaultRouter() {
  const os = implement(contract.vault).$context<RequestContext>()
  return {
    list: os.list.handler(later),
    put: os.put.handler(later),
  }
}
