// `npm run rehearse`: the whole deployment on this machine, with real containers, before an owner does it. Images are built
// by the same Dockerfiles, on a Debian made here where the official images can't be had; then the scripts themselves set it
// up and start it inside a network of its own, where nothing reaches the machine's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { ensurePrograms } from '../../scripts/programs.ts'
import { ensureTools } from '../checks/tools.ts'
import { buildImages } from './images.ts'
import { containerEnvironment, root } from './place.ts'

const needed = [
  'podman',
  'buildah',
  'runc',
  'netavark',
  'aardvark-dns',
  'catatonit',
  'iptables',
  'mmdebstrap',
  'age',
  'restic',
  'docker.io',
]
process.env['PATH'] += ':/usr/lib/podman' // where two of them lie

if (process.getuid?.() !== 0 || process.platform !== 'linux') {
  console.error('A rehearsal needs root on a Debian: it makes a network and containers of its own.')
  process.exit(2)
}
const missing =
  ensureTools() ??
  ensurePrograms(needed.map((name) => ({ package: name, names: [name.replace(/\.io$/, '')], variable: '' })))
if (missing !== undefined) {
  console.error(`A rehearsal needs: ${missing}`)
  process.exit(2)
}
await buildImages()
// Whatever runs in there ends with the process that we start.
const apart = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
const inside = spawn('unshare', [...apart, process.execPath, path.join(import.meta.dirname, 'inside.ts')], {
  cwd: root,
  env: containerEnvironment,
  stdio: 'inherit',
})
const [code] = (await once(inside, 'exit')) as [number | null]
process.exit(code ?? 1)
