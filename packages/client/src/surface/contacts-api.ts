import type { Engine } from '../engine/engine.ts'
import type { ContactsApi } from '../types.ts'
import { later } from './later.ts'

export function contactsApi(_engine: () => Promise<Engine>): ContactsApi {
  return {
    list: later,
    add: later,
    remove: later,
    rename: later,
    blocked: later,
    block: later,
    unblock: later,
  }
}
