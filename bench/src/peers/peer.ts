import type { ChildProcess } from 'node:child_process'
import type { Cluster } from './cluster.ts'

/** Where a server is measured. */
export interface Site {
  /** Its own, empty at first. */
  readonly folder: string
  readonly cluster: Cluster
  /** Undefined where the server uses none. */
  readonly redisUrl: string | undefined
  /** How many there shall be: u0, u1, … */
  readonly people: number
}

/** A server that can be measured. */
export interface Peer {
  /** The name of the driver's adapter. */
  readonly adapter: string
  readonly port: number
  readonly usesRedis: boolean
  /** What has to be there, with the line that installs it; undefined when it is. */
  missing(): string | undefined
  /** Before the first start. */
  prepare?(site: Site): Promise<void>
  start(site: Site): ChildProcess
  /** After the first start: people and what else the driver can't make. Returns how to end what it began. */
  fill?(site: Site): Promise<Material>
}

/** What the driver of a server needs that only its own programs can make. */
export interface Material {
  /** Writes the file for the driver anew. `whole`: with what is to be sent. */
  write(whole: boolean): Promise<string>
  end(): Promise<void>
}
