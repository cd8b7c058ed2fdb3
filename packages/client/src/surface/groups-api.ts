import type { Engine } from '../engine/engine.ts'
import type { GroupsApi } from '../types.ts'
import { later } from './later.ts'

export function groupsApi(_engine: () => Promise<Engine>): GroupsApi {
  return {
    create: later,
    members: later,
    add: later,
    remove: later,
    setRole: later,
    handOver: later,
    setPolicy: later,
    setTimer: later,
    setInfo: later,
    leave: later,
    destroy: later,
    common: later,
    createInvite: later,
    invites: later,
    revokeInvite: later,
    look: later,
    join: later,
    answerJoin: later,
  }
}
