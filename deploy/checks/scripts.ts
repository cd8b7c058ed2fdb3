import { globSync, readFileSync, statSync } from 'node:fs'
import { complaintsOf, ran } from './command.ts'
import { tool } from './tools.ts'

const sourced = 'scripts/compose.sh'

/** All shell passes shellcheck; a person's scripts stop at the first failure and explain themselves. */
export function checkScripts(): string[] {
  const commands = globSync('scripts/*.sh').filter((file) => file !== sourced)
  const others = globSync('deploy/**/*.sh')
  if (commands.length < 8) return [`only ${commands.length} scripts were found`]
  const complaints = complaintsOf(tool('shellcheck'), ['-x', sourced, '.ci/run', ...commands, ...others])
  for (const file of commands) {
    if (!/^set -euo pipefail$/m.test(readFileSync(file, 'utf8'))) complaints.push(`${file}: no set -euo pipefail`)
    if ((statSync(file).mode & 0o111) === 0) complaints.push(`${file} can't be run`)
    const help = ran(file, ['--help'])
    if (!help.ok || !help.said.startsWith(`Usage: ${file}`)) complaints.push(`${file} --help says:\n${help.said}`)
    if (!/unknown|no option/.test(ran(file, ['--no-such-option']).said)) complaints.push(`${file} takes any option`)
  }
  return complaints
}
