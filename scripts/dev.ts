// `npm run dev`: the server, restarted when its sources change, and Vite in front of it, which passes on /api, /ws and /dev.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createServer } from 'vite'

const root = path.resolve(import.meta.dirname, '..')
const backendPort = process.env['PORT'] ?? '8080'
process.env['SOROKA_BACKEND'] = `http://localhost:${backendPort}` // read by apps/web/vite.config.ts

const vite = await createServer({
  root: path.join(root, 'apps/web'),
  configFile: path.join(root, 'apps/web/vite.config.ts'),
})
await vite.listen()
vite.printUrls()

const origin = (vite.resolvedUrls?.local[0] ?? 'http://localhost:5173').replace(/\/$/, '')
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'apps/server/src/main.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORT: backendPort, ALLOWED_ORIGINS: origin },
})
server.once('exit', (code) => void vite.close().finally(() => process.exit(code ?? 1)))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
