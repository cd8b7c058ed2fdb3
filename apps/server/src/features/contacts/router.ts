import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { RequestContext } from '../../platform/http/index.ts'

const later = (): never => {
  throw new SorokaError('UNAVAILABLE')
}

export function contactsRouter() {
  const os = implement(contract.contacts).$context<RequestContext>()
  return {
    list: os.list.handler(later),
    add: os.add.handler(later),
    remove: os.remove.handler(later),
    blocks: os.blocks.handler(later),
    block: os.block.handler(later),
    unblock: os.unblock.handler(later),
  }
}
