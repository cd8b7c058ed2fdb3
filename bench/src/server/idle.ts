import type { Bench } from './bench.ts'
import { makeChats, makeUsers } from './seed.ts'

/** Bytes for each idle, authenticated socket: of the process (RSS), and of what JavaScript holds after a collection. */
export interface IdleCost {
  readonly rss: number
  readonly used: number
}

/**
 * Each person has one socket and one chat with the next one. The first `some` sockets fill the free room that the heap
 * has anyway; the growth from there to `many` is what a socket costs.
 */
export async function measureIdle(bench: Bench, some: number, many: number): Promise<IdleCost> {
  const users = makeUsers(many)
  await makeChats(
    bench.sql,
    users.map((user, i) => [user, users[(i + 1) % many] ?? user]),
  )
  const tickets = users.map((user) => user.ticket)
  const crowd = await bench.crowd()
  await crowd.ask({ do: 'join', port: bench.port, tickets: tickets.slice(0, some) })
  await settle()
  const before = await bench.cost(true)
  await crowd.ask({ do: 'join', port: bench.port, tickets: tickets.slice(some) })
  await settle()
  const after = await bench.cost(true)
  await crowd.end()
  return { rss: (after.rss - before.rss) / (many - some), used: (after.used - before.used) / (many - some) }
}

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 1000))
