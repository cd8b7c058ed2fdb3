import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectSecurely } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { AbstractConnector } from 'ioredis'
import type { ClusterMap } from './cluster-map.ts'

const AGAIN_MS = 200

/** Leads a connection to whoever is primary of a slot, as ioredis' own does to the one that sentinels name. */
export function slotConnector(map: ClusterMap, slot: number, tls: ConnectionOptions | undefined) {
  return class SlotConnector extends AbstractConnector {
    constructor() {
      super(AGAIN_MS)
    }

    /** Goes on until there is one: whoever rejects is never asked again. */
    override async connect() {
      this.connecting = true
      for (;;) {
        const place = await map.primaryOf(slot).catch(() => undefined)
        if (!this.connecting) throw new Error('the connection is not wanted any more')
        if (place === undefined) {
          await pause(AGAIN_MS)
          continue
        }
        this.stream = tls === undefined ? connect(place) : connectSecurely({ ...tls, ...place })
        return this.stream
      }
    }
  }
}
