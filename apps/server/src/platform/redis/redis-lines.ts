import { crc32 } from 'node:zlib'
import type { RedisOptions } from 'ioredis'
import type { Log } from '../log/index.ts'
import { ClusterMap } from './cluster-map.ts'
import type { ClusterAddress } from './cluster-map.ts'
import { RedisLink } from './redis-link.ts'
import { slotConnector } from './slot-connector.ts'
import { partTags, slotOf } from './slots.ts'

export type RedisAddress = RedisOptions | ClusterAddress

/**
 * The ways of this node to Redis: one, or one for each part of a cluster. Each breaks and comes back by itself, and what has
 * a name goes the same way on every node.
 */
export class RedisLines {
  readonly all: readonly RedisLink[]

  private constructor(all: readonly RedisLink[]) {
    this.all = all
  }

  /** Resolves when all stand, or when that takes too long. */
  static async open(address: RedisAddress, log: Pick<Log, 'info' | 'error'>): Promise<RedisLines> {
    if (!('cluster' in address)) return new RedisLines([await RedisLink.open(address, log)])
    const { options } = address
    const map = new ClusterMap(address)
    const open = (tag: string): Promise<RedisLink> =>
      RedisLink.open({ ...options, Connector: slotConnector(map, slotOf(tag), options.tls) }, log, tag)
    return new RedisLines(await Promise.all(partTags.map(open)))
  }

  /** The way of what has this name. */
  of(name: string): RedisLink {
    const [first] = this.all
    const link = this.all[crc32(name) % this.all.length] ?? first
    if (link === undefined) throw new Error('there is no way to Redis')
    return link
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((link) => link.close()))
  }
}
