import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Peer } from './peer.ts'

const app = fileURLToPath(new URL('../../peers/fastapi', import.meta.url))
const port = 5982
const venv = process.env['FASTAPI_VENV'] ?? '/var/tmp/soroka-peers/fastapi'
const uvicorn = `${venv}/bin/uvicorn`

/** The messenger of a tutorial: FastAPI, SQLAlchemy, Redis between workers. */
export const fastapi: Peer = {
  adapter: 'fastapi',
  port,
  usesRedis: true,
  missing: () =>
    existsSync(uvicorn)
      ? undefined
      : `python3 -m venv ${venv} && ${venv}/bin/pip install -r bench/peers/fastapi/requirements.txt`,
  start: ({ folder, cluster, redisUrl }) =>
    spawn(
      uvicorn,
      [
        'app:app',
        '--app-dir',
        app,
        '--host',
        '127.0.0.1',
        '--port',
        `${port}`,
        '--log-level',
        'warning',
        '--no-access-log',
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          PYTHONDONTWRITEBYTECODE: '1',
          DATABASE_URL: cluster.url.replace('postgres:', 'postgresql+asyncpg:'),
          REDIS_URL: `${redisUrl}/0`,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    ),
  fill: async ({ cluster, people }) => {
    await cluster.ask(
      `INSERT INTO users (id, username, password) SELECT i + 1, 'u' || i, 'pw' FROM generate_series(0, ${people - 1}) i`,
    )
    return { write: async () => '', end: async () => undefined }
  },
}
