import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { complaintsOf } from '../command.ts'
import { tool } from '../tools.ts'
import { judge } from './judge.ts'
import { build, parseManifests, readCompose, toJson } from './manifests.ts'

const folders = ['overlays/small', 'overlays/large', 'migrate'].map((name) => `deploy/kubernetes/${name}`)

/** What is planted into the manifests, one at a time: each must be noticed. */
const mistakes: readonly [from: string | RegExp, to: string][] = [
  ['"readOnlyRootFilesystem": true', '"readOnlyRootFilesystem": false'],
  ['"allowPrivilegeEscalation": false', '"allowPrivilegeEscalation": true'],
  ['"runAsNonRoot": true', '"runAsNonRoot": false'],
  ['"type": "RuntimeDefault"', '"type": "Unconfined"'],
  ['"NET_BIND_SERVICE"', '"SYS_ADMIN"'],
  ['"runAsUser": 1000', '"runAsUser": 1001'],
  ['"automountServiceAccountToken": false', '"automountServiceAccountToken": true'],
  ['"containerPort": 3478', '"containerPort": 3479'],
  [/(?<="cpu": "2", )"memory": "2Gi"/, '"memory": "1Gi"'],
  ['valkey/valkey:', 'valkey/valkey:unstable-'],
  ['"maxUnavailable": 0', '"maxUnavailable": 1'],
  ['"path": "/readyz"', '"path": "/healthz"'],
  ['"sleep": {"seconds": 5}', '"sleep": {"seconds": 1}'],
  ['"terminationGracePeriodSeconds": 30', '"terminationGracePeriodSeconds": 15'],
  ['"name": "soroka_ws_connections"', '"name": "soroka_sockets"'],
  ['SOROKA_DOMAIN):5349', 'SOROKA_DOMAIN):5350'],
  [/(?<="podSelector": \{"matchLabels": \{"app.kubernetes.io\/name": )"frontend"/, '"fronted"'],
]

/** kustomize builds every overlay, the schemas of Kubernetes take each manifest, and they agree with what compose runs. */
export async function checkKubernetes(): Promise<string[]> {
  const services = readCompose()
  const scratch = await mkdtemp(path.join(tmpdir(), 'soroka-kubernetes-'))
  const complaints: string[] = []
  try {
    for (const folder of folders) {
      const text = build(folder)
      const file = path.join(scratch, `${path.basename(folder)}.yaml`)
      await writeFile(file, text)
      complaints.push(...complaintsOf(tool('kubernetes-validate'), ['--strict', '--quiet', file]))
      complaints.push(...judge(parseManifests(toJson(text)), services).map((line) => `${folder}: ${line}`))
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  return complaints.length > 0 ? complaints : testJudge(toJson(build('deploy/kubernetes/overlays/large')), services)
}

/** Whoever judges must notice each mistake. */
function testJudge(json: string, services: ReturnType<typeof readCompose>): string[] {
  return mistakes.flatMap(([from, to]) => {
    const wrong = json.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to)
    if (wrong === json) return [`there is nothing like ${String(from)} to plant a mistake in`]
    return judge(parseManifests(wrong), services).length === 0 ? [`nobody notices ${to}`] : []
  })
}
