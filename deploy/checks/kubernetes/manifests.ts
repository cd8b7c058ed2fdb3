import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { ran } from '../command.ts'
import { tool, toolEnvironment } from '../tools.ts'

// Only what the checks read; that the rest is right too says kubernetes-validate.
const text = z.union([z.string(), z.number()]).transform(String)
const Container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  ports: z.array(z.object({ containerPort: z.number() })).default([]),
  env: z.array(z.object({ name: z.string(), value: text.optional() })).default([]),
  securityContext: z
    .object({
      allowPrivilegeEscalation: z.boolean().optional(),
      readOnlyRootFilesystem: z.boolean().optional(),
      capabilities: z
        .object({ drop: z.array(z.string()).default([]), add: z.array(z.string()).default([]) })
        .optional(),
    })
    .optional(),
  resources: z.object({ limits: z.record(z.string(), text).default({}) }).optional(),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string() }).optional() }).optional(),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
})
const PodTemplate = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    automountServiceAccountToken: z.boolean().optional(),
    hostNetwork: z.boolean().optional(),
    terminationGracePeriodSeconds: z.number().default(30),
    securityContext: z
      .object({
        runAsNonRoot: z.boolean().optional(),
        runAsUser: z.number().optional(),
        seccompProfile: z.object({ type: z.string() }).optional(),
      })
      .optional(),
    initContainers: z.array(Container).default([]),
    containers: z.array(Container),
  }),
})
const Selector = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(z.object({ key: z.string(), values: z.array(z.string()) })).optional(),
})
const Manifest = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z
    .object({
      template: PodTemplate.optional(),
      strategy: z.object({ rollingUpdate: z.object({ maxUnavailable: text }).optional() }).optional(),
      podSelector: Selector.optional(),
      policyTypes: z.array(z.string()).optional(),
      metrics: z.array(z.object({ pods: z.object({ metric: z.object({ name: z.string() }) }).optional() })).optional(),
    })
    .optional(),
})
export type Manifest = z.infer<typeof Manifest>
export type Container = z.infer<typeof Container>
export type Selector = z.infer<typeof Selector>

/** A service of compose, as its own program understands the file. */
const Service = z.object({
  image: z.string(),
  user: text.optional(),
  command: z.array(z.string()).nullish(),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  cap_add: z.array(z.string()).nullish(),
  mem_limit: text,
  build: z.object({ dockerfile: z.string() }).optional(),
})
export type Service = z.infer<typeof Service>

/** What kustomize makes of a folder, as text. Throws what it says. */
export function build(folder: string): string {
  const { ok, said } = ran(tool('kubectl'), ['kustomize', folder])
  if (!ok) throw new Error(said)
  return said
}

/** The manifests of a list as JSON. */
export function parseManifests(json: string): Manifest[] {
  return z.array(Manifest).parse(JSON.parse(json))
}

/** The services of compose.yml, with every profile. */
export function readCompose(): Record<string, Service> {
  const { said } = ran(
    needProgram(programs.compose),
    ['-f', 'deploy/compose.yml', '--profile', 'livekit', '--profile', 's3', 'config'],
    { SOROKA_DOMAIN: 'chat.example.org', POSTGRES_PASSWORD: 'p', TURN_SECRET: 't' },
  )
  const [file] = z.array(z.object({ services: z.record(z.string(), Service) })).parse(JSON.parse(toJson(said)))
  return file?.services ?? {}
}

/** All documents of a YAML text as one list, read by what the checkers read it with. */
export function toJson(yaml: string): string {
  const program = 'import json, sys, yaml; json.dump(list(yaml.load_all(sys.stdin, yaml.CSafeLoader)), sys.stdout)'
  const { stdout, stderr } = spawnSync('python3', ['-c', program], {
    input: yaml,
    encoding: 'utf8',
    env: toolEnvironment,
  })
  if (stdout === '') throw new Error(stderr)
  return stdout
}
