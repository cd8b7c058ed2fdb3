import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Seed, type SeedPlan } from '../seed/seed.ts'
import type { Peer, Site } from './peer.ts'

const main = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url))
const port = 5981

/** Enough envelopes for the rounds on this machine: a round that runs out of them says so. */
const plan = {
  groups: [
    { size: 500, each: 100 },
    { size: 100, each: 900 },
  ],
  pairs: { count: 200, each: 500 },
}

/** As much of it as so many people can do. */
function planOf(people: number, { groups, pairs }: Omit<SeedPlan, 'people'>): SeedPlan {
  return {
    people,
    groups: groups.filter(({ size }) => size <= people),
    pairs: { ...pairs, count: Math.min(pairs.count, people >> 1) },
  }
}

/**
 * Our own server as it runs in production: nothing is set for the bench.
 * @param usesRedis as in deploy/compose.yml
 * @param most what is made, as far as the people suffice
 */
export function soroka(usesRedis: boolean, most: Omit<SeedPlan, 'people'> = plan): Peer {
  return {
    adapter: 'soroka',
    port,
    usesRedis,
    missing: () => undefined,
    start: ({ folder, cluster, redisUrl = '' }) =>
      spawn(process.execPath, [main], {
        env: {
          PATH: process.env['PATH'],
          SOROKA_DATA: join(folder, 'soroka'),
          NEWCOMER_DAYS: '0',
          HOST: '127.0.0.1',
          PORT: `${port}`,
          DATABASE_URL: cluster.url,
          REDIS_URL: redisUrl,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    fill: async ({ folder, cluster, people }: Site) => {
      const server = { url: `http://127.0.0.1:${port}`, database: cluster.url }
      const seed = await Seed.sow(server, planOf(people, most), join(folder, 'envelopes'))
      return { write: (whole) => seed.writeMaterial(whole), end: () => seed.end() }
    },
  }
}
