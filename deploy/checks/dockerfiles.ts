import { globSync } from 'node:fs'
import { complaintsOf } from './command.ts'
import { tool } from './tools.ts'

export function checkDockerfiles(): string[] {
  const files = globSync('deploy/**/Dockerfile')
  if (files.length < 5) return [`only ${files.length} Dockerfiles were found`]
  return complaintsOf(tool('hadolint'), ['--failure-threshold', 'style', ...files])
}
