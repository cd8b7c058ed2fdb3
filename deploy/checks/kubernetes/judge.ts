import { readFileSync } from 'node:fs'
import type { Container, Manifest, Selector, Service } from './manifests.ts'

/** The service of compose that a container is; edge and sentinel have none of their own size. */
const sameAs: Record<string, string> = {
  backend: 'backend',
  keys: 'backend',
  migrate: 'backend',
  frontend: 'frontend',
  edge: 'caddy',
  redis: 'redis',
  sentinel: 'redis',
  relay: 'coturn',
  livekit: 'livekit',
  s3: 's3',
}
const ownSize = new Set(['keys', 'migrate', 'edge', 'sentinel'])
/** Their limit is compose's, in the words of the other. */
const bytes = (size: string): number =>
  Number.parseInt(size, 10) * 1024 ** (['ki', 'mi', 'gi'].indexOf(`${size.toLowerCase().replace(/[^kmg]/g, '')}i`) + 1)

/** How long a server takes to stop at most, by its sources, in s. */
function stopSeconds(): number {
  const drain = numberIn('apps/server/src/app.ts', /const DRAIN_MS = (\d+)/)
  const stop = numberIn('apps/server/src/run.ts', /sum \+ ms - STEP_MS, (\d+)\)/)
  return (stop + 3 * drain) / 1000
}

function numberIn(file: string, pattern: RegExp): number {
  const found = pattern.exec(readFileSync(file, 'utf8'))?.[1]
  if (found === undefined) throw new Error(`${file} has no ${pattern.source} any more`)
  return Number(found)
}

/** Whether what a cluster runs is as guarded as what compose runs, and as large, and stops without a failed send. */
export function judge(manifests: readonly Manifest[], services: Readonly<Record<string, Service>>): string[] {
  const complaints: string[] = []
  for (const manifest of manifests) {
    const { kind, metadata, spec } = manifest
    const at = `${kind}/${metadata.name}`
    if (spec?.template !== undefined) {
      const pod = spec.template.spec
      const demand = (holds: boolean | undefined, what: string): void => {
        if (holds !== true) complaints.push(`${at}: ${what}`)
      }
      demand(pod.automountServiceAccountToken === false, 'it gets a token of the cluster')
      demand(pod.securityContext?.runAsNonRoot, 'it may be root')
      demand(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'it has no seccomp profile')
      demand(pod.hostNetwork !== true || metadata.namespace === 'soroka-media', 'it is in the network of its machine')
      for (const container of [...pod.initContainers, ...pod.containers])
        complaints.push(
          ...judgeContainer(`${at} ${container.name}`, container, pod.securityContext?.runAsUser, services),
        )
      if (kind !== 'Job') complaints.push(...judgePolicies(at, manifest, manifests))
    }
    if (at === 'Deployment/backend') complaints.push(...judgeBackend(manifest, services))
  }
  complaints.push(...judgeScaling(manifests))
  return complaints
}

function judgeContainer(
  at: string,
  container: Container,
  user: number | undefined,
  services: Readonly<Record<string, Service>>,
): string[] {
  const complaints: string[] = []
  const { securityContext: bounds, resources } = container
  const name = sameAs[container.name]
  const service = name === undefined ? undefined : services[name]
  if (service === undefined) return [`${at}: compose has no such service`]
  if (bounds?.allowPrivilegeEscalation !== false) complaints.push(`${at}: it may gain privileges`)
  if (bounds?.readOnlyRootFilesystem !== true) complaints.push(`${at}: its root can be written`)
  if (bounds?.capabilities?.drop.join() !== 'ALL') complaints.push(`${at}: it keeps capabilities`)
  const more = bounds?.capabilities?.add.filter((one) => service.cap_add?.includes(one) !== true) ?? []
  if (more.length > 0) complaints.push(`${at}: compose does not give it ${more.join()}`)
  const memory = resources?.limits['memory']
  if (memory === undefined) complaints.push(`${at}: its memory has no limit`)
  else if (!ownSize.has(container.name) && bytes(memory) !== bytes(service.mem_limit))
    complaints.push(`${at}: ${memory} of memory, and ${service.mem_limit} in compose`)
  const tag = /(?<=:)[^:/]+$/.exec(service.image)?.[0]
  if (service.build === undefined && container.image !== service.image)
    complaints.push(`${at}: ${container.image}, and ${service.image} in compose`)
  if (service.build !== undefined && !container.image.includes(service.image.replace(`:${tag}`, '')))
    complaints.push(`${at}: ${container.image} is not ${service.image}`)
  const file = service.build === undefined ? undefined : readFileSync(service.build.dockerfile, 'utf8')
  const given = file === undefined ? service.user : /^USER (\d+)/m.exec(file)?.[1]
  if (given !== undefined && /^\d/.test(given) && Number.parseInt(given, 10) !== user)
    complaints.push(`${at}: runs as ${user}, and as ${given} in compose`)
  const exposed = file === undefined ? [] : [...(/^EXPOSE (.*)$/m.exec(file)?.[1]?.matchAll(/\d+/g) ?? [])].map(Number)
  if (file !== undefined && container.name !== 'edge')
    for (const { containerPort } of container.ports)
      if (!exposed.includes(containerPort) && containerPort !== 9464)
        complaints.push(`${at}: its image says nothing of port ${containerPort}`)
  return complaints
}

/** No send fails while a node goes: it is missed by the edge before it stops, and has the time that it takes. */
function judgeBackend({ spec }: Manifest, services: Readonly<Record<string, Service>>): string[] {
  const complaints: string[] = []
  const pod = spec?.template?.spec
  const [server] = pod?.containers ?? []
  const waits = server?.lifecycle?.preStop.sleep.seconds ?? 0
  if (waits < 5) complaints.push(`backend: the edge has ${waits} s to forget a node`)
  if ((pod?.terminationGracePeriodSeconds ?? 0) < waits + stopSeconds())
    complaints.push(`backend: killed before the ${waits} + ${stopSeconds()} s in which it stops`)
  if (server?.readinessProbe?.httpGet?.path !== '/readyz') complaints.push('backend: nobody hears that it drains')
  if (spec?.strategy?.rollingUpdate?.maxUnavailable !== '0')
    complaints.push('backend: an update takes a node away first')
  // The relay has a name of its own in a cluster; how it is reached is the same.
  const relay = server?.env
    .find(({ name }) => name === 'TURN_URLS')
    ?.value?.replaceAll('turn.$(SOROKA_DOMAIN)', 'chat.example.org')
  const usual = services['backend']?.environment['TURN_URLS']
  if (relay !== usual) complaints.push(`backend: TURN_URLS is ${relay}, and ${usual} in compose`)
  return complaints
}

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''))

/** Whoever listens says to whom; and no policy speaks of a pod that does not exist. */
function judgePolicies(at: string, { metadata, spec }: Manifest, manifests: readonly Manifest[]): string[] {
  const pod = spec?.template
  // Policies don't hold in the network of a machine.
  if (pod === undefined || pod.spec.hostNetwork === true) return []
  const named = manifests.filter(
    (one) =>
      one.kind === 'NetworkPolicy' &&
      one.metadata.namespace === metadata.namespace &&
      one.spec?.policyTypes?.includes('Ingress') === true &&
      Object.keys(one.spec.podSelector ?? {}).length > 0 &&
      matches(one.spec.podSelector ?? {}, pod.metadata.labels),
  )
  return named.length === 0 ? [`${at}: no policy says who may speak with it`] : []
}

/** A figure that nobody shows scales nothing, without a word. */
function judgeScaling(manifests: readonly Manifest[]): string[] {
  const shown = readFileSync('apps/server/src/platform/ws/metrics.ts', 'utf8')
  const wanted = manifests.flatMap(({ spec }) => spec?.metrics?.flatMap(({ pods }) => pods?.metric.name ?? []) ?? [])
  const adapter = readFileSync('deploy/kubernetes/examples/prometheus-adapter.yaml', 'utf8')
  return wanted
    .filter((name) => !shown.includes(`'${name}'`) || !adapter.includes(`'${name}{`))
    .map((name) => `nothing shows ${name} to the autoscaler`)
}
