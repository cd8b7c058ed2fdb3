import { implement } from '@orpc/server'
import { SorokaError } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { RequestContext } from '../../platform/http/index.ts'

const later = (): never => {
  throw new SorokaError('UNAVAILABLE')
}

/** Groups: create, leave, invite, join. */
export function groupRoutes() {
  const os = implement(contract.chats).$context<RequestContext>()
  return {
    createGroup: os.createGroup.handler(later),
    accept: os.accept.handler(later),
    mute: os.mute.handler(later),
    leave: os.leave.handler(later),
    forget: os.forget.handler(later),
    remove: os.remove.handler(later),
    members: os.members.handler(later),
    common: os.common.handler(later),
    setCard: os.setCard.handler(later),
    invite: os.invite.handler(later),
    invites: os.invites.handler(later),
    join: os.join.handler(later),
    refuseJoin: os.refuseJoin.handler(later),
  }
}
