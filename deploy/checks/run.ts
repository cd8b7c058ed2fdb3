// Every file of a deployment, judged by the program that will read it or by its own checker. One line a check.
import { checkCaddyfile } from './caddyfile.ts'
import { checkCompose } from './compose.ts'
import { checkDockerfiles } from './dockerfiles.ts'
import { checkDocuments } from './documents.ts'
import { checkEdge } from './kubernetes/edge.ts'
import { checkKubernetes } from './kubernetes/run.ts'
import { checkLinks } from './links.ts'
import { checkNginx } from './nginx.ts'
import { checkNginxRunning } from './nginx-running.ts'
import { checkScripts } from './scripts.ts'
import { checkSettings } from './settings.ts'
import { checkTurn } from './turn.ts'
import { checkWatch } from './watch.ts'
import { checkWatchRunning } from './watch-running.ts'

/** Complaints; none when all is well. */
type Check = () => string[] | Promise<string[]>

const checks: Record<string, Check> = {
  'compose files': checkCompose,
  Dockerfiles: checkDockerfiles,
  Caddyfile: checkCaddyfile,
  'nginx: its own test and gixy': checkNginx,
  'nginx: what it answers': checkNginxRunning,
  'coturn starts with every line': checkTurn,
  'Kubernetes: kustomize, its schemas, and what compose runs': checkKubernetes,
  'Kubernetes: the edge': checkEdge,
  'shell scripts': checkScripts,
  'alerts and dashboard': checkWatch,
  'Prometheus reads a server': checkWatchRunning,
  'commands in the documents': checkDocuments,
  'links between the documents': checkLinks,
  'settings in the READMEs': checkSettings,
}

let passed = 0
let failed = 0
for (const [name, check] of Object.entries(checks)) {
  const complaints = await check()
  console.log(`${complaints.length === 0 ? '✓' : '✗'} ${name}`)
  for (const line of complaints) console.log(line.replace(/^/gm, '    '))
  if (complaints.length === 0) passed++
  else failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
